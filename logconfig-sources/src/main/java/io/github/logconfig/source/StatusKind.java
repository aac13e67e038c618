package io.github.logconfig.source;

import io.github.logconfig.model.Problem;

/** What an answer's status says about another try. */
final class StatusKind {

  private StatusKind() {}

  static Problem.Kind of(int status) {
    return switch (status) {
      case 401, 403, 407 -> Problem.Kind.DENIED;
      case 408, 429 -> Problem.Kind.UNREACHABLE;
      default -> status >= 500 ? Problem.Kind.UNREACHABLE : Problem.Kind.INVALID;
    };
  }
}

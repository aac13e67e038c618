package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What the command's exit status tells. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int CHANGES = 2;
  static final int INVALID_INPUT = 3;
  static final int REFUSED = 4;
  static final int CONFLICT = 5;
  static final int PERMISSION = 6;
  static final int UNREACHABLE = 7;

  private ExitCode() {}

  /** The status for some failures: that of their kind if they are all of one kind. */
  static int of(Collection<Failure> failures) {
    if (failures.isEmpty()) {
      return DONE;
    }
    Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
    failures.forEach(failure -> kinds.add(failure.kind()));
    return kinds.size() > 1 ? FAILED : of(kinds.iterator().next());
  }

  private static int of(FailureKind kind) {
    return switch (kind) {
      case PERMISSION -> PERMISSION;
      case UNREACHABLE -> UNREACHABLE;
      case CONFLICT -> CONFLICT;
      case GUARD -> REFUSED;
      case DESIRED_STATE, CONFIGURATION -> INVALID_INPUT;
      case FINDING, NOT_FOUND, CANCELLED, OTHER -> FAILED;
    };
  }
}

package io.github.logconfig.kubernetes;

import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.yaml.Problems;
import java.time.Duration;

/** A cluster cannot be reached or read. The message is one line and contains no secret. */
final class ClusterException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Problem.Kind kind;
  private final int status;

  ClusterException(Problem.Kind kind, String message) {
    this(kind, 0, message);
  }

  private ClusterException(Problem.Kind kind, int status, String message) {
    super(Problems.oneLine(message));
    this.kind = kind;
    this.status = status;
  }

  /** The kubeconfig, or a file that it refers to, is invalid. */
  static ClusterException invalid(String message) {
    return new ClusterException(Problem.Kind.INVALID, message);
  }

  static ClusterException timedOut(Duration total) {
    return new ClusterException(
        Problem.Kind.UNREACHABLE, "the list is not complete after " + total.toSeconds() + " s");
  }

  static ClusterException ofStatus(int status, String message) {
    return new ClusterException(Problem.Kind.ofHttpStatus(status), status, message);
  }

  /** Returns the same failure with a message that names the server. */
  ClusterException at(String address) {
    return new ClusterException(kind, status, address + ": " + getMessage());
  }

  Problem.Kind kind() {
    return kind;
  }

  /** Returns the status of the response; 0 if there was none. */
  int status() {
    return status;
  }
}

package io.github.logconfig.reconcile;

import java.util.List;
import java.util.Optional;

/**
 * Whether everything is ready for the first write, check by check.
 *
 * @param checks what was looked at: environment by environment, then cluster by cluster
 * @since 0.1.0
 */
public record Diagnosis(List<Check> checks) {

  /**
   * Copies the checks.
   *
   * @param checks as told above
   */
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** How much a check has found. */
  public enum Status {
    /** All is well. */
    OK,
    /** Something to know or to look into; applying is possible. */
    WARNING,
    /** The desired state cannot be reached before this is mended. */
    PROBLEM
  }

  /**
   * One thing that was looked at.
   *
   * @param subject what it is about, for example {@code environment staging} or {@code cluster
   *     prod-1}
   * @param check what was looked at, for example {@code token scopes}
   * @param status how much was found
   * @param message what was found; on one line
   * @param advice what to do about it; empty if nothing is to be done, or the message says it
   * @param kind what sort of problem it is; empty if it is none
   */
  public record Check(
      String subject,
      String check,
      Status status,
      String message,
      String advice,
      Optional<FailureKind> kind) {}

  /**
   * What blocks.
   *
   * @return a failure per problem, in their order
   */
  public List<Failure> failures() {
    return checks.stream()
        .flatMap(check -> check.kind().map(kind -> new Failure(kind, check.message())).stream())
        .toList();
  }

  /**
   * Whether something blocks.
   *
   * @return true if a check has found a problem
   */
  public boolean hasProblems() {
    return checks.stream().anyMatch(check -> check.status() == Status.PROBLEM);
  }
}

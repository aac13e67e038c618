package io.github.logconfig.reconcile;

import java.util.List;
import java.util.Optional;

/**
 * Result of the checks of environments and clusters before the first write.
 *
 * @param checks the checks of each environment, followed by those of each cluster
 * @since 0.1.0
 */
public record Diagnosis(List<Check> checks) {

  /** Copies the checks. */
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** Result of a check. */
  public enum Status {
    /** The check passed. */
    OK,
    /** Applying is possible; the message should be reviewed. */
    WARNING,
    /** The desired state cannot be reached until this is fixed. */
    PROBLEM
  }

  /**
   * One check.
   *
   * @param subject the checked object, for example {@code environment staging} or {@code cluster
   *     prod-1}
   * @param check what was checked, for example {@code token scopes}
   * @param status the result
   * @param message the result as one line of text
   * @param advice how to fix a problem; empty if nothing has to be done or the message says it
   * @param failure what failed if this is a problem; empty for other results
   */
  public record Check(
      String subject,
      String check,
      Status status,
      String message,
      String advice,
      Optional<Failure> failure) {

    /** Returns the kind of a problem; empty for other results. */
    public Optional<FailureKind> kind() {
      return failure.map(Failure::kind);
    }
  }

  /** Returns one failure per problem, in the order of the checks. */
  public List<Failure> failures() {
    return checks.stream().flatMap(check -> check.failure().stream()).toList();
  }

  /** Returns whether a check has found a problem. */
  public boolean hasProblems() {
    return checks.stream().anyMatch(check -> check.status() == Status.PROBLEM);
  }
}

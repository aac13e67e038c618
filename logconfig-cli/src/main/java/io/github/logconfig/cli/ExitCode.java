package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Exit codes of the command. */
public final class ExitCode {

  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int CHANGES = 2;
  public static final int INVALID_INPUT = 3;
  public static final int REFUSED = 4;
  public static final int CONFLICT = 5;
  public static final int PERMISSION = 6;
  public static final int UNREACHABLE = 7;

  private ExitCode() {}

  /**
   * Returns the code of the kind if all failures are of one kind, else {@link #FAILED}. Changes
   * that wait for an earlier stage count only if there is no other failure.
   */
  public static int of(Collection<Failure> failures) {
    if (failures.isEmpty()) {
      return DONE;
    }
    Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
    failures.forEach(failure -> kinds.add(failure.kind()));
    if (kinds.size() > 1) {
      kinds.remove(FailureKind.WAITING);
    }
    return kinds.size() > 1 ? FAILED : of(kinds.iterator().next());
  }

  static int of(FailureKind kind) {
    return switch (kind) {
      case PERMISSION -> PERMISSION;
      case UNREACHABLE -> UNREACHABLE;
      case CONFLICT -> CONFLICT;
      case REFUSED -> REFUSED;
      case DESIRED_STATE, CONFIGURATION -> INVALID_INPUT;
      case WAITING -> CHANGES;
      case FINDING, NOT_FOUND, CANCELLED, OTHER -> FAILED;
    };
  }
}

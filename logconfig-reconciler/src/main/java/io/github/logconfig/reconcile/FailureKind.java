package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.AuthenticationException;
import io.github.logconfig.dynatrace.ConcurrentModificationConflict;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.ObjectNotFoundException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.PermissionDeniedException;
import io.github.logconfig.dynatrace.RateLimitedException;
import io.github.logconfig.dynatrace.ServerErrorException;

/**
 * Why something could not be done, as far as it tells what to do about it.
 *
 * @since 0.1.0
 */
public enum FailureKind {
  /** The token is unknown, or lacks a scope. */
  PERMISSION,
  /** No answer came, or the service is at its capacity; a write may have been carried out. */
  UNREACHABLE,
  /** Somebody else changed what was to be changed. */
  CONFLICT,
  /** Too many namespaces would stop being ingested. */
  GUARD,
  /** The desired state cannot be reached: see the plan's findings. */
  FINDING,
  /** What is desired of the cluster could not be read. */
  DESIRED_STATE,
  /** The run was cancelled before its turn. */
  CANCELLED,
  /** Anything else; the message tells. */
  OTHER;

  static FailureKind of(DynatraceException failure) {
    if (failure instanceof AuthenticationException
        || failure instanceof CredentialsException
        || failure instanceof PermissionDeniedException) {
      return PERMISSION;
    }
    if (failure instanceof ConcurrentModificationConflict
        || failure instanceof ObjectNotFoundException) {
      return CONFLICT;
    }
    if (failure instanceof DynatraceTransportException
        || failure instanceof OutcomeUnknownException
        || failure instanceof RateLimitedException
        || failure instanceof ServerErrorException) {
      return UNREACHABLE;
    }
    return OTHER;
  }

  static FailureKind ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> PERMISSION;
      case 404, 409, 412 -> CONFLICT;
      case 429 -> UNREACHABLE;
      default -> status >= 500 ? UNREACHABLE : OTHER;
    };
  }
}

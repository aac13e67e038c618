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
import io.github.logconfig.model.Problem;

/**
 * Kinds of failures, by what can be done about them.
 *
 * @since 0.1.0
 */
public enum FailureKind {
  /** The environment cannot be used as configured: no token, or no usable address. */
  CONFIGURATION,
  /** The token is unknown, or lacks a scope. */
  PERMISSION,
  /** No answer came, or the service is at its capacity; a write may have been carried out. */
  UNREACHABLE,
  /** The service answered 404: the address may lead to something else than the service. */
  NOT_FOUND,
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
    if (failure instanceof ConcurrentModificationConflict) {
      return CONFLICT;
    }
    if (failure instanceof ObjectNotFoundException) {
      return NOT_FOUND;
    }
    if (failure instanceof DynatraceTransportException
        || failure instanceof OutcomeUnknownException
        || failure instanceof RateLimitedException
        || failure instanceof ServerErrorException) {
      return UNREACHABLE;
    }
    return OTHER;
  }

  /** Returns the kind of a failure that a problem of the desired state causes. */
  public static FailureKind of(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> DESIRED_STATE;
      case DENIED -> PERMISSION;
      case UNREACHABLE -> UNREACHABLE;
    };
  }

  /** Returns the kind for one rule of a batch: 404 means that a rule it refers to was deleted. */
  static FailureKind ofItem(int status) {
    return switch (status) {
      case 401, 403 -> PERMISSION;
      case 404, 409, 412 -> CONFLICT;
      case 429 -> UNREACHABLE;
      default -> status >= 500 ? UNREACHABLE : OTHER;
    };
  }
}

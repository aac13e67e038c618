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
import io.github.logconfig.dynatrace.UnexpectedStatusException;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classifies failures by what can be done about them. This is the only place that does so: {@link
 * Outcome#of} derives the outcome of a cluster from the kind, and the command its exit status.
 *
 * <table>
 *   <caption>Causes, kinds, outcomes and exit statuses</caption>
 *   <tr><th>cause<th>kind<th>outcome<th>exit status
 *   <tr><td>no usable token or address is configured<td>CONFIGURATION<td>failed<td>3
 *   <tr><td>401, 403, rejected credentials; source denies access<td>PERMISSION<td>failed<td>6
 *   <tr><td>429, 5xx, no or lost response; source unreachable<td>UNREACHABLE<td>failed<td>7
 *   <tr><td>a web page or a redirect in place of the service<td>UNREACHABLE<td>failed<td>7
 *   <tr><td>404 of a request<td>NOT_FOUND<td>failed<td>1
 *   <tr><td>409, 412; 404 of a rule that was observed<td>CONFLICT<td>conflict<td>5
 *   <tr><td>impact limit, empty or partial desired state<td>REFUSED<td>refused<td>4
 *   <tr><td>error finding of the plan<td>FINDING<td>failed<td>1
 *   <tr><td>invalid desired state<td>DESIRED_STATE<td>failed<td>3
 *   <tr><td>cancelled run<td>CANCELLED<td>not-attempted<td>1
 *   <tr><td>a later stage of a rollout<td>WAITING<td>not-attempted<td>2
 *   <tr><td>anything else<td>OTHER<td>failed<td>1
 * </table>
 *
 * <p>If steps were done before the failure, the outcome is {@code partly} instead. Failures of
 * different kinds give exit status 1; WAITING does not count then.
 *
 * @since 0.1.0
 */
public enum FailureKind {
  /** The environment cannot be used as configured: no token, or no usable address. */
  CONFIGURATION,
  /** The token is unknown, or lacks a scope. */
  PERMISSION,
  /**
   * There was no response, something else responded in place of the service, or the service was
   * overloaded; a write may have been executed.
   */
  UNREACHABLE,
  /** The service answered 404: the address may belong to another service. */
  NOT_FOUND,
  /** The rules have changed since they were read. */
  CONFLICT,
  /** Refused to protect logs: by the impact limit, or for an empty or partial desired state. */
  REFUSED,
  /** The desired state cannot be reached: see the findings of the plan. */
  FINDING,
  /** The desired state of the cluster is invalid. */
  DESIRED_STATE,
  /** The run was cancelled before it reached this point. */
  CANCELLED,
  /** The changes wait for an earlier stage of a rollout. */
  WAITING,
  /** Any other failure; see the message. */
  OTHER;

  /**
   * Returns the name of the kind in JSON documents. It is the name of the constant, except that
   * {@link #REFUSED} is {@code GUARD}: documents of the first release have that name.
   */
  public String code() {
    return this == REFUSED ? "GUARD" : name();
  }

  /**
   * Returns the kind with a {@linkplain #code() name in JSON documents}.
   *
   * @throws InvalidValueException if no kind has this name
   */
  public static FailureKind parse(String code) {
    for (FailureKind kind : values()) {
      if (kind.code().equals(code)) {
        return kind;
      }
    }
    throw new InvalidValueException(
        "kind of failure", code, "one of " + Stream.of(values()).map(FailureKind::code).toList());
  }

  /** Returns the kind of a failed request. */
  public static FailureKind of(DynatraceException failure) {
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
        || failure instanceof ServerErrorException
        || isRedirect(failure)) {
      return UNREACHABLE;
    }
    return OTHER;
  }

  /** Returns whether something else than the service responds. */
  private static boolean isRedirect(DynatraceException failure) {
    return failure instanceof UnexpectedStatusException response && response.status() < 400;
  }

  /**
   * Returns the kind of a failed item of a batch. A 404 means that a rule which the item refers to
   * was deleted.
   */
  public static FailureKind ofItem(int status) {
    return switch (status) {
      case 401, 403 -> PERMISSION;
      case 404, 409, 412 -> CONFLICT;
      case 429 -> UNREACHABLE;
      default -> status >= 500 ? UNREACHABLE : OTHER;
    };
  }

  /** Returns the kind of a problem of the source of the desired state. */
  public static FailureKind of(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> DESIRED_STATE;
      case DENIED -> PERMISSION;
      case UNREACHABLE -> UNREACHABLE;
    };
  }

  /**
   * Returns the kind of a source that yields nothing but problems. Denied access and an unreachable
   * source take precedence: they say nothing about the desired state.
   *
   * @param problems at least one problem
   */
  public static FailureKind of(Collection<Problem> problems) {
    return problems.stream()
        .map(problem -> of(problem.kind()))
        .min(Comparator.comparingInt(List.of(PERMISSION, UNREACHABLE, DESIRED_STATE)::indexOf))
        .orElse(DESIRED_STATE);
  }
}

package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SecretMask;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why something failed, with everything that the service has said about it.
 *
 * @param kind the kind of failure
 * @param message what happened, on one line, without secrets
 * @param status the HTTP status or, for a rule in a batch, its own status; empty if there was no
 *     response
 * @param requestId the id of the response, for the support of the service; empty if there was none
 * @param retryAfter how long the service asked to wait; empty if it did not
 * @param violations what the service objects to, with paths into the rule
 * @param noResponse why there was no response; empty if there was one, or if no request was sent
 * @since 0.1.0
 */
public record Failure(
    FailureKind kind,
    String message,
    Optional<Integer> status,
    Optional<String> requestId,
    Optional<Duration> retryAfter,
    List<ConstraintViolation> violations,
    Optional<DynatraceTransportException.Kind> noResponse) {

  /** Copies the violations, and masks what has the form of a secret. */
  public Failure {
    message = SecretMask.BY_FORM.mask(message);
    violations = List.copyOf(violations);
  }

  /** Creates a failure with a response of the service. */
  public Failure(
      FailureKind kind,
      String message,
      Optional<Integer> status,
      Optional<String> requestId,
      Optional<Duration> retryAfter,
      List<ConstraintViolation> violations) {
    this(kind, message, status, requestId, retryAfter, violations, Optional.empty());
  }

  /** Creates a failure without a response of the service. */
  public Failure(FailureKind kind, String message) {
    this(kind, message, Optional.empty());
  }

  private Failure(
      FailureKind kind, String message, Optional<DynatraceTransportException.Kind> noResponse) {
    this(
        kind, message, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), noResponse);
  }

  /** Returns the failure of a request. */
  public static Failure of(DynatraceException failure) {
    return of(FailureKind.of(failure), failure);
  }

  /** Returns the failure of a request, with a kind that follows from its context. */
  public static Failure of(FailureKind kind, DynatraceException failure) {
    String message = String.valueOf(failure.getMessage());
    Throwable last =
        failure instanceof DynatraceApiException || failure instanceof DynatraceTransportException
            ? failure
            : failure.getCause();
    if (last instanceof DynatraceTransportException transport) {
      return new Failure(kind, message, Optional.of(transport.kind()));
    }
    return last instanceof DynatraceApiException api
        ? new Failure(
            kind,
            message,
            Optional.of(api.status()),
            api.requestId(),
            api.retryAfter(),
            api.violations())
        : new Failure(kind, message);
  }

  /** Returns the failure of one rule of a batch. */
  public static Failure of(SettingsError error) {
    return new Failure(
        FailureKind.ofItem(error.code()),
        error.toString(),
        Optional.of(error.code()),
        error.requestId(),
        Optional.empty(),
        error.violations());
  }

  /** Returns the failure of a cluster that a problem of the source concerns. */
  public static Failure of(Problem problem) {
    return new Failure(FailureKind.of(problem.kind()), problem.toString());
  }

  /** Returns the failure for a response that does not hold what it must. */
  public static Failure unreadable(InvalidValueException value) {
    return new Failure(
        FailureKind.OTHER, "the service sent an invalid value: " + value.getMessage());
  }

  /** Returns the same failure with a message that names an environment. */
  public Failure in(EnvironmentName environment) {
    return new Failure(
        kind,
        "environment " + environment + ": " + message,
        status,
        requestId,
        retryAfter,
        violations,
        noResponse);
  }

  /**
   * Returns the failure as a tree of plain values for JSON: {@code kind}, {@code error}, and as far
   * as known {@code status}, {@code requestId}, {@code retryAfterSeconds}, {@code violations} and
   * {@code noResponse}.
   */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind.code());
    tree.put("error", message);
    status.ifPresent(it -> tree.put("status", it));
    requestId.ifPresent(it -> tree.put("requestId", it));
    retryAfter.ifPresent(it -> tree.put("retryAfterSeconds", it.toMillis() / 1_000.0));
    if (!violations.isEmpty()) {
      tree.put(
          "violations",
          violations.stream()
              .map(it -> Map.of("path", it.path(), "message", it.message()))
              .toList());
    }
    noResponse.ifPresent(it -> tree.put("noResponse", it.name()));
    return tree;
  }
}

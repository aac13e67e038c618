package io.github.logconfig.dynatrace;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service refused the request.
 *
 * @since 0.1.0
 */
public abstract class DynatraceApiException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int status;

  /** Lost, unlike the message, if the exception is serialized. */
  private final transient SettingsError error;

  /** Lost, too. */
  private final transient Optional<Duration> retryAfter;

  /** What the service calls its answer. */
  private final @Nullable String requestId;

  DynatraceApiException(String request, Refusal refusal) {
    super(request, refusal.toString());
    this.status = refusal.status();
    this.error = refusal.error();
    this.retryAfter = refusal.retryAfter();
    this.requestId = refusal.requestId().orElse(null);
  }

  /** The exception for a status. */
  static DynatraceApiException of(String request, Refusal refusal) {
    return switch (refusal.status()) {
      case 400 -> new InvalidRequestException(request, refusal);
      case 401 -> new AuthenticationException(request, refusal);
      case 403 -> new PermissionDeniedException(request, refusal);
      case 404 -> new ObjectNotFoundException(request, refusal);
      case 409, 412 -> new ConcurrentModificationConflict(request, refusal);
      case 429 -> new RateLimitedException(request, refusal);
      default ->
          refusal.status() >= 500
              ? new ServerErrorException(request, refusal)
              : new UnexpectedStatusException(request, refusal);
    };
  }

  /**
   * How long the service asks to wait before another request.
   *
   * @return the time from the moment of the answer; empty if the service named none
   */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * What the service calls its answer, for a question to its support: the header {@code
   * Dynatrace-Response-Id}, or {@code X-Request-Id} of something in between. Neither is documented.
   *
   * @return the id; empty if the answer had none of these headers
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * The HTTP status of the answer.
   *
   * @return 400 to 599, or 300 to 399 for a redirect that was not followed since it leads to
   *     another host, scheme or port, or would turn a write into a read
   */
  public int status() {
    return status;
  }

  /**
   * What the service says about it.
   *
   * @return the error; its message is empty if the answer had no readable body
   */
  public SettingsError error() {
    return error;
  }

  /**
   * What is wrong with the request, in detail.
   *
   * @return the violations; empty if the service named none
   */
  public List<ConstraintViolation> violations() {
    return error.violations();
  }
}

package io.github.logconfig.dynatrace;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service rejected the request. Each status has its own subclass.
 *
 * @since 0.1.0
 */
public abstract class DynatraceApiException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int status;

  /** Not serialized, unlike the message. */
  private final transient SettingsError error;

  /** Not serialized. */
  private final transient Optional<Duration> retryAfter;

  /** The id of the response in the service's log. */
  private final @Nullable String requestId;

  DynatraceApiException(String request, ErrorResponse response) {
    super(request, response.toString());
    this.status = response.status();
    this.error = response.error();
    this.retryAfter = response.retryAfter();
    this.requestId = response.requestId().orElse(null);
  }

  /**
   * Returns the exception for the status of a response.
   *
   * @param request method and path template of the request
   * @param response the response
   * @return an exception of the subclass for the status
   */
  public static DynatraceApiException of(String request, ErrorResponse response) {
    return switch (response.status()) {
      case 400 -> new InvalidRequestException(request, response);
      case 401 -> new AuthenticationException(request, response);
      case 403 -> new PermissionDeniedException(request, response);
      case 404 -> new ObjectNotFoundException(request, response);
      case 409, 412 -> new ConcurrentModificationConflict(request, response);
      case 429 -> new RateLimitedException(request, response);
      default ->
          response.status() >= 500
              ? new ServerErrorException(request, response)
              : new UnexpectedStatusException(request, response);
    };
  }

  /**
   * Returns how long the service asks to wait before another request.
   *
   * @return the time from the moment of the response; empty if the service named none
   */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * Returns the id of the response in the service's log, to quote in a support request: the header
   * {@code Dynatrace-Response-Id}, or {@code X-Request-Id} of a server in between. Neither is
   * documented.
   *
   * @return the id; empty if the response has none of these headers
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * Returns the HTTP status of the response.
   *
   * @return 400 to 599, or 300 to 399 for a redirect that was not followed, since it leads to
   *     another host, scheme or port, or would turn a write into a read
   */
  public int status() {
    return status;
  }

  /**
   * Returns what the body of the response says.
   *
   * @return the error; its message is empty if the response has no readable body
   */
  public SettingsError error() {
    return error;
  }

  /**
   * Returns the constraints that the request violates, with the path of each.
   *
   * @return the violations; empty if the service named none
   */
  public List<ConstraintViolation> violations() {
    return error.violations();
  }
}

package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * A call failed.
 *
 * @since 0.1.0
 */
public abstract class DynatraceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Method and path template. */
  private final String request;

  /**
   * Creates an exception whose message is {@code <request>: <reason>}. Tokens in it are masked.
   *
   * @param request method and path template
   * @param reason what failed
   * @param cause the cause, if known
   */
  protected DynatraceException(String request, String reason, @Nullable Throwable cause) {
    super(request + ": " + SecretMask.mask(reason), cause);
    this.request = request;
  }

  DynatraceException(String request, String reason) {
    super(request + ": " + SecretMask.mask(reason));
    this.request = request;
  }

  /**
   * Returns the request that failed. Contains no secret.
   *
   * @return method and path template, for example {@code GET /settings/objects}
   */
  public String request() {
    return request;
  }

  /**
   * Returns what failed, without the request.
   *
   * @return the part of the message after the request
   */
  public String reason() {
    String message = String.valueOf(getMessage());
    String head = request + ": ";
    return message.startsWith(head) ? message.substring(head.length()) : message;
  }
}

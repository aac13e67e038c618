package io.github.logconfig.dynatrace;

/**
 * A call that did not succeed.
 *
 * @since 0.1.0
 */
public abstract class DynatraceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Method and path template. */
  private final String request;

  DynatraceException(String request, String message, Throwable cause) {
    super(request + ": " + SecretMask.mask(message), cause);
    this.request = request;
  }

  DynatraceException(String request, String message) {
    super(request + ": " + SecretMask.mask(message));
    this.request = request;
  }

  /** What went wrong, without the request that it went wrong for. */
  String withoutRequest() {
    String message = String.valueOf(getMessage());
    String head = request + ": ";
    return message.startsWith(head) ? message.substring(head.length()) : message;
  }

  /**
   * What was asked for, without anything that could be secret.
   *
   * @return method and path template, for example {@code GET /settings/objects}
   */
  public String request() {
    return request;
  }
}

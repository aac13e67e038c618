package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * A response with a success status that cannot be read: an empty body, a login page, or other
 * content. The message contains the content type and the beginning of the body. For a write this is
 * the cause of an {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class DynatraceResponseException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param reason why the response cannot be read
   * @param cause the cause, if known
   */
  public DynatraceResponseException(String request, String reason, @Nullable Throwable cause) {
    super(request, reason, cause);
  }
}

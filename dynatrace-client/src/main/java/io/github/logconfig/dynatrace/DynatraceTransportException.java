package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * No response was received: the host was not found, refused or closed the connection, or did not
 * respond in time. If a write fails with this exception, nothing was written; if the request may
 * have reached the service, the write fails with an {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class DynatraceTransportException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param reason what failed
   * @param cause the cause, if known
   */
  public DynatraceTransportException(String request, String reason, @Nullable Throwable cause) {
    super(request, reason, cause);
  }
}

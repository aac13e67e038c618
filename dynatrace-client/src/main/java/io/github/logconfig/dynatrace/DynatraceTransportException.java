package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * No answer came: the host was not found, refused the connection, broke it, or was silent for too
 * long. If this ends a write, nothing was written; had the request left, it would have ended in an
 * {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class DynatraceTransportException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  DynatraceTransportException(String request, String message, @Nullable Throwable cause) {
    super(request, message);
    if (cause != null) {
      initCause(cause);
    }
  }
}

package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * An answer that says success and cannot be read: empty, a login page, cut off, or of another
 * shape. A write has been carried out.
 *
 * @since 0.1.0
 */
public final class DynatraceResponseException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  DynatraceResponseException(String request, String message, @Nullable Throwable cause) {
    super(request, message);
    if (cause != null) {
      initCause(cause);
    }
  }
}

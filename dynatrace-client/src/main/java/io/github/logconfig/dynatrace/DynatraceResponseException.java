package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * An answer that says success and cannot be read: empty, a login page, or of another shape. The
 * message tells its content type and how it begins. After a write this is the cause of an {@link
 * OutcomeUnknownException}: the service may have carried it out, or never have seen it.
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

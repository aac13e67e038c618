package io.github.logconfig.dynatrace;

/**
 * The requested object does not exist (status 404).
 *
 * @since 0.1.0
 */
public final class ObjectNotFoundException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  ObjectNotFoundException(String request, ErrorResponse response) {
    super(request, response);
  }
}

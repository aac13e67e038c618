package io.github.logconfig.dynatrace;

/**
 * The service failed (status 500 to 599). A write may or may not have been carried out.
 *
 * @since 0.1.0
 */
public final class ServerErrorException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  ServerErrorException(String request, int status, SettingsError error) {
    super(request, status, error);
  }
}

package io.github.logconfig.dynatrace;

import java.util.List;

/**
 * The service refused the request.
 *
 * @since 0.1.0
 */
public class DynatraceApiException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int status;

  /** Lost, unlike the message, if the exception is serialized. */
  private final transient SettingsError error;

  DynatraceApiException(String request, int status, SettingsError error) {
    super(request, "HTTP " + status + ", " + error);
    this.status = status;
    this.error = error;
  }

  /**
   * The HTTP status of the answer.
   *
   * @return 400 to 599, or 300 to 399 for a redirect, which is never followed
   */
  public int status() {
    return status;
  }

  /**
   * What the service says about it.
   *
   * @return the error; its message is empty if the answer had no readable body
   */
  public SettingsError error() {
    return error;
  }

  /**
   * What is wrong with the request, in detail.
   *
   * @return the violations; empty if the service named none
   */
  public List<ConstraintViolation> violations() {
    return error.violations();
  }
}

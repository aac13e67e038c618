package io.github.logconfig.simulator.internal.http;

import java.util.List;

/** Ends the handling of a request, or of one item of it, with an error of the service. */
public final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Violation> violations;

  public ApiFailure(int status, String message, List<Violation> violations) {
    super(message);
    this.status = status;
    this.violations = List.copyOf(violations);
  }

  public ApiFailure(int status, String message) {
    this(status, message, List.of());
  }

  public static ApiFailure invalidParameter(String parameter, String message) {
    return new ApiFailure(
        400, "Constraints violated.", List.of(Violation.inQuery(parameter, message)));
  }

  public int status() {
    return status;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public List<Violation> violations() {
    return violations;
  }

  public ApiResponse toEnvelope() {
    return ApiResponse.error(status, message(), violations);
  }
}

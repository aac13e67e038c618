package io.github.logconfig.simulator;

import java.util.List;

/** Ends the handling of a request, or of one item of it, with an error of the service. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Violation> violations;

  ApiFailure(int status, String message, List<Violation> violations) {
    super(message);
    this.status = status;
    this.violations = List.copyOf(violations);
  }

  ApiFailure(int status, String message) {
    this(status, message, List.of());
  }

  static ApiFailure invalidParameter(String parameter, String message) {
    return new ApiFailure(
        400, "Constraints violated.", List.of(Violation.inQuery(parameter, message)));
  }

  int status() {
    return status;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  List<Violation> violations() {
    return violations;
  }

  ApiResponse toEnvelope() {
    return ApiResponse.error(status, message(), violations);
  }
}

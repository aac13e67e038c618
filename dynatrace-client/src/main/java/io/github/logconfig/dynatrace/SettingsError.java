package io.github.logconfig.dynatrace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the service rejected an object or a request.
 *
 * @param code the HTTP status
 * @param message the message of the service; may be empty
 * @param violations the violated constraints; may be empty
 * @param requestId the id of the response in the service's log; all objects of a request share it
 * @param missing the token scopes and permissions that the caller lacks, as far as the service
 *     names them in a list; may be empty
 * @since 0.1.0
 */
public record SettingsError(
    int code,
    String message,
    List<ConstraintViolation> violations,
    Optional<String> requestId,
    List<String> missing) {

  public SettingsError {
    violations = List.copyOf(violations);
    missing = List.copyOf(missing);
  }

  /** Creates an error without missing permissions. */
  public SettingsError(
      int code, String message, List<ConstraintViolation> violations, Optional<String> requestId) {
    this(code, message, violations, requestId, List.of());
  }

  /** Creates an error without request id. */
  public SettingsError(int code, String message, List<ConstraintViolation> violations) {
    this(code, message, violations, Optional.empty());
  }

  @Override
  public String toString() {
    String what = message.isEmpty() ? "no reason given" : message;
    if (!missing.isEmpty()) {
      what += " (missing: " + String.join(", ", missing) + ")";
    }
    return violations.isEmpty()
        ? what
        : what
            + violations.stream()
                .map(ConstraintViolation::toString)
                .collect(Collectors.joining("; ", " (", ")"));
  }
}

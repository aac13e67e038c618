package io.github.logconfig.dynatrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One record of a result.
 *
 * @param fields a JSON object: the value of each field by its name; must not be modified
 * @since 0.1.0
 */
public record QueryRecord(JsonNode fields) {

  /**
   * Returns a field as text.
   *
   * @param field the name of the field
   * @return the text or number; empty if there is none, or if it is empty or a structure
   */
  public Optional<String> text(String field) {
    JsonNode value = fields.path(field);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asText()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /**
   * Returns a field as an integer. The service sends values of the type long as text.
   *
   * @param field the name of the field
   * @return the number; empty if the field is not an integer
   */
  public OptionalLong number(String field) {
    try {
      return text(field).map(Long::valueOf).map(OptionalLong::of).orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Returns a field as a time.
   *
   * @param field the name of the field
   * @return the time; empty if the field is not a time in ISO-8601
   */
  public Optional<Instant> time(String field) {
    try {
      return text(field).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

package io.github.logconfig.rule;

import java.util.Set;
import org.immutables.value.Value;

/**
 * One condition of a log rule: the attribute has one of the values.
 *
 * <p>Values are compared exactly, except that {@code *} matches any sequence of characters. Their
 * order is not significant. The schema allows 1 to 2,000 values of 1 to 1,024 characters.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface Matcher {

  /** The only operator of schema version 1.0.18. */
  String MATCHES = "MATCHES";

  /** Returns the attribute that is compared. */
  Attribute attribute();

  /** Returns the operator; {@value #MATCHES} by default. */
  @Value.Default
  default String operator() {
    return MATCHES;
  }

  /** Returns the values, including wildcards. */
  Set<String> values();

  /** Returns the fields of the matcher that this version does not know; none for a new matcher. */
  @Value.Default
  default OtherFields otherFields() {
    return OtherFields.NONE;
  }

  /** Returns a builder; {@code attribute} is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds matchers. Not thread-safe. */
  final class Builder extends ImmutableMatcher.Builder {
    Builder() {}
  }
}

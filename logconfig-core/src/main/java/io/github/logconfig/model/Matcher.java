package io.github.logconfig.model;

import java.util.Set;
import org.immutables.value.Value;

/**
 * One condition of a log rule: the attribute has one of the values.
 *
 * <p>Values are compared exactly, but for {@code *}, which stands for any run of characters. They
 * form a set: order and duplicates carry no meaning. The schema allows 1 to 2,000 values of 1 to
 * 1,024 characters.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface Matcher {

  /** The operator that all matchers of schema version 1.0.18 have. */
  String MATCHES = "MATCHES";

  /**
   * What is looked at.
   *
   * @return the attribute
   */
  Attribute attribute();

  /**
   * How it is compared.
   *
   * @return {@value #MATCHES}, unless the service has learned another operator
   */
  @Value.Default
  default String operator() {
    return MATCHES;
  }

  /**
   * The accepted values, as the service holds them.
   *
   * @return the values, in the order in which they were given
   */
  Set<String> values();

  /** Returns the fields of the matcher that this version does not know; empty for a new one. */
  @Value.Default
  default OtherFields otherFields() {
    return OtherFields.NONE;
  }

  /**
   * Starts a new matcher; {@code attribute} is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds matchers. Not thread-safe. */
  final class Builder extends ImmutableMatcher.Builder {
    Builder() {}
  }
}

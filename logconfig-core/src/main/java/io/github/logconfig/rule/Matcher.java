package io.github.logconfig.rule;

import io.github.logconfig.internal.SortedArraySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a log rule: the attribute has one of the values.
 *
 * <p>Values are compared exactly, except that {@code *} matches any sequence of characters. Their
 * order is not significant. The schema allows 1 to 2,000 values of 1 to 1,024 characters.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param attribute the attribute that is compared
 * @param operator the operator; {@value #MATCHES} by default
 * @param values the values, including wildcards
 * @param otherFields the fields of the matcher that this version does not know; none for a new
 *     matcher
 * @since 0.1.0
 */
public record Matcher(
    Attribute attribute, String operator, Set<String> values, OtherFields otherFields) {

  /** The only operator of schema version 1.0.18. */
  public static final String MATCHES = "MATCHES";

  /** Checks that nothing is null, and copies the values. */
  public Matcher {
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(otherFields, "otherFields");
    // most values are namespaces, which are written in natural order
    values = SortedArraySet.inOrderOf(values);
  }

  /** Returns a builder; {@code attribute} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds matchers. Not thread-safe. */
  public static final class Builder {

    private final List<String> values = new ArrayList<>();
    private @Nullable Attribute attribute;
    private String operator = MATCHES;
    private OtherFields otherFields = OtherFields.NONE;

    private Builder() {}

    /** Sets everything but the values, which are added, from another matcher. */
    public Builder from(Matcher matcher) {
      return attribute(matcher.attribute())
          .operator(matcher.operator())
          .addAllValues(matcher.values())
          .otherFields(matcher.otherFields());
    }

    /** Sets the attribute that is compared. */
    public Builder attribute(Attribute compared) {
      attribute = Objects.requireNonNull(compared, "attribute");
      return this;
    }

    /** Sets the operator. */
    public Builder operator(String other) {
      operator = Objects.requireNonNull(other, "operator");
      return this;
    }

    /** Replaces the values. */
    public Builder values(Iterable<String> others) {
      values.clear();
      return addAllValues(others);
    }

    /** Adds a value. */
    public Builder addValue(String value) {
      values.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Adds values. */
    public Builder addValues(String... more) {
      return addAllValues(Arrays.asList(more));
    }

    /** Adds values. */
    public Builder addAllValues(Iterable<String> more) {
      more.forEach(this::addValue);
      return this;
    }

    /** Sets the fields that this version does not know. */
    public Builder otherFields(OtherFields fields) {
      otherFields = Objects.requireNonNull(fields, "otherFields");
      return this;
    }

    /**
     * Returns the matcher.
     *
     * @throws IllegalStateException if there is no attribute
     */
    public Matcher build() {
      if (attribute == null) {
        throw new IllegalStateException("a matcher has no attribute");
      }
      return new Matcher(attribute, operator, SortedArraySet.inOrderOf(values), otherFields);
    }
  }
}

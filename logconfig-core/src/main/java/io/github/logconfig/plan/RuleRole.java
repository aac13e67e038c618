package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The role of a managed rule among those of the same scope.
 *
 * @param value {@code include}, {@code include-2} and so on, or {@code exclude-rest}
 * @since 0.1.0
 */
public record RuleRole(String value) implements Comparable<RuleRole> {

  private static final String FIRST = "include";
  private static final Pattern SYNTAX =
      Pattern.compile("include(-([2-9]|[1-9][0-9]{1,3}))?|exclude-rest");

  /** Includes the first 2,000 desired namespaces. */
  public static final RuleRole INCLUDE = new RuleRole(FIRST);

  /** Excludes everything else; the last rule of the scope. */
  public static final RuleRole CATCH_ALL = new RuleRole("exclude-rest");

  /**
   * Checks the syntax.
   *
   * @throws InvalidValueException if {@code value} is not a role
   */
  public RuleRole {
    if (!value.equals(FIRST) && !SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException("rule role", value, "include, include-N or exclude-rest");
    }
  }

  /**
   * Returns the role of an include rule.
   *
   * @param part the number of the rule, from 1
   */
  public static RuleRole include(int part) {
    return part == 1 ? INCLUDE : new RuleRole("include-" + part);
  }

  /** Parses a role; empty if the text is not a role. */
  public static Optional<RuleRole> parse(String text) {
    if (text.equals(INCLUDE.value)) {
      return Optional.of(INCLUDE);
    }
    return SYNTAX.matcher(text).matches() ? Optional.of(new RuleRole(text)) : Optional.empty();
  }

  /** Returns the suffix of the title: empty, {@code "/2"} and so on, or {@code "/rest"}. */
  public String titleSuffix() {
    if (equals(INCLUDE)) {
      return "";
    }
    return equals(CATCH_ALL) ? "/rest" : "/" + value.substring("include-".length());
  }

  private int rank() {
    if (equals(CATCH_ALL)) {
      return Integer.MAX_VALUE;
    }
    return equals(INCLUDE) ? 1 : Integer.parseInt(value.substring("include-".length()));
  }

  @Override
  public int compareTo(RuleRole other) {
    return Integer.compare(rank(), other.rank());
  }

  @Override
  public String toString() {
    return value;
  }
}

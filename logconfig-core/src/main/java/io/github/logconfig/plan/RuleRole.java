package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one of our rules is for, among those of the same host group.
 *
 * @param value {@code include}, {@code include-2} and so on, or {@code exclude-rest}
 * @since 0.1.0
 */
public record RuleRole(String value) implements Comparable<RuleRole> {

  private static final Pattern SYNTAX =
      Pattern.compile("include(-([2-9]|[1-9][0-9]{1,3}))?|exclude-rest");

  /** Takes in the wanted namespaces, up to the first 2,000 of them. */
  public static final RuleRole INCLUDE = new RuleRole("include");

  /** Keeps everything else out; stands last. */
  public static final RuleRole EXCLUDE_REST = new RuleRole("exclude-rest");

  /**
   * Checks the role.
   *
   * @param value as told above
   * @throws InvalidValueException if {@code value} is no role
   */
  public RuleRole {
    if (!SYNTAX.matcher(value).matches()) {
      throw new InvalidValueException("rule role", value, "include, include-N or exclude-rest");
    }
  }

  /**
   * The role of the rule that takes in one share of the wanted namespaces.
   *
   * @param part which share, counted from 1
   * @return the role
   */
  public static RuleRole include(int part) {
    return part == 1 ? INCLUDE : new RuleRole("include-" + part);
  }

  /** Reads a role; empty if the text is none, which then is somebody else's. */
  static Optional<RuleRole> parse(String text) {
    if (text.equals(INCLUDE.value)) {
      return Optional.of(INCLUDE);
    }
    return SYNTAX.matcher(text).matches() ? Optional.of(new RuleRole(text)) : Optional.empty();
  }

  /**
   * What sets the title of the rule apart from its siblings'.
   *
   * @return empty, {@code "/2"} and so on, or {@code "/rest"}
   */
  public String titleSuffix() {
    if (equals(INCLUDE)) {
      return "";
    }
    return equals(EXCLUDE_REST) ? "/rest" : "/" + value.substring("include-".length());
  }

  private int rank() {
    if (equals(EXCLUDE_REST)) {
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

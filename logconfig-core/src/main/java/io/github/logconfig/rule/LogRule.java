package io.github.logconfig.rule;

import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * A log ingest rule: the value of one object of the schema {@value #SCHEMA_ID}.
 *
 * <p>A rule matches a record if all its matchers do; a rule without matchers matches every record.
 * The order of the matchers is not significant.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface LogRule {

  /** The id of the schema of log ingest rules. */
  String SCHEMA_ID = "builtin:logmonitoring.log-storage-settings";

  /** The maximum number of rules in one scope. */
  int MAX_PER_SCOPE = 1_000;

  /** Returns the title: 1 to 1,024 characters, unique among the rules of a scope. */
  String title();

  /** Returns whether the rule is evaluated; true by default. Disabled rules are skipped. */
  @Value.Default
  default boolean enabled() {
    return true;
  }

  /** Returns what happens to matching records; {@link RuleAction#INCLUDE} by default. */
  @Value.Default
  default RuleAction action() {
    return RuleAction.INCLUDE;
  }

  /** Returns at most 100 matchers; none if the rule matches everything. */
  Set<Matcher> matchers();

  /** Returns the fields of the value that this version does not know; none for a new rule. */
  @Value.Default
  default OtherFields otherFields() {
    return OtherFields.NONE;
  }

  /**
   * Returns why the value could not be read; empty if it could. An unreadable rule may match any
   * record, and may include or exclude it: its action and its matchers are meaningless.
   */
  Optional<String> unreadable();

  /** Returns a builder; {@code title} is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds rules. Not thread-safe. */
  final class Builder extends ImmutableLogRule.Builder {
    Builder() {}
  }
}

package io.github.logconfig.model;

import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * A log ingest rule: the value of one object of the schema {@code
 * builtin:logmonitoring.log-storage-settings}.
 *
 * <p>All matchers must hold for the rule to match; a rule without matchers matches every record.
 * Matchers form a set: their order carries no meaning, and two rules that differ only in it are
 * equal.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface LogRule {

  /** The schema whose objects hold log rules. */
  String SCHEMA_ID = "builtin:logmonitoring.log-storage-settings";

  /** The most rules that the schema allows in one scope. */
  int MAX_PER_SCOPE = 1_000;

  /**
   * The title, unique among the rules of a scope.
   *
   * @return 1 to 1,024 characters
   */
  String title();

  /**
   * Whether the rule takes part at all.
   *
   * @return false if the rule is passed over; true by default
   */
  @Value.Default
  default boolean enabled() {
    return true;
  }

  /**
   * What happens to matching records.
   *
   * @return the action, to include by default
   */
  @Value.Default
  default RuleAction action() {
    return RuleAction.INCLUDE;
  }

  /**
   * The conditions, at most 100.
   *
   * @return the matchers; empty if the rule matches everything
   */
  Set<Matcher> matchers();

  /** Returns the fields of the value that this version does not know; empty for a new rule. */
  @Value.Default
  default OtherFields otherFields() {
    return OtherFields.NONE;
  }

  /**
   * Returns why the value could not be read, if it could not. Such a rule may match any record, and
   * may include or exclude it: its action and matchers mean nothing.
   */
  Optional<String> unreadable();

  /**
   * Starts a new rule; {@code title} is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds rules. Not thread-safe. */
  final class Builder extends ImmutableLogRule.Builder {
    Builder() {}
  }
}

package io.github.logconfig.rule;

import io.github.logconfig.model.RuleScope;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A log rule that was read from Dynatrace.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface ObservedRule {

  /** Returns the id of the settings object. */
  ObjectId objectId();

  /** Returns the update token, which makes a write conditional on the state that was read. */
  UpdateToken updateToken();

  /** Returns the scope of the rule. */
  RuleScope scope();

  /** Returns the external id; empty for rules that were created in the web interface. */
  Optional<ExternalId> externalId();

  /** Returns the rule. */
  LogRule rule();

  /** Returns when the rule was last modified, if the service returned it. */
  Optional<Instant> modified();

  /**
   * Returns the id of the user or token that last modified the rule, if the service returned it.
   */
  Optional<String> author();

  /** Returns whether the service allows moving the rule; true by default. */
  @Value.Default
  default boolean movable() {
    return true;
  }

  /** Returns whether the service allows changing the rule; true by default. */
  @Value.Default
  default boolean modifiable() {
    return true;
  }

  /** Returns whether the service allows deleting the rule; true by default. */
  @Value.Default
  default boolean deletable() {
    return true;
  }

  /**
   * Returns a builder; {@code objectId}, {@code updateToken}, {@code scope} and {@code rule} are
   * required.
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds observed rules. Not thread-safe. */
  final class Builder extends ImmutableObservedRule.Builder {
    Builder() {}
  }
}

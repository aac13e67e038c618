package io.github.logconfig.model;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A log rule as Dynatrace held it when it was read.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface ObservedRule {

  /**
   * The object that holds the rule.
   *
   * @return its id
   */
  ObjectId objectId();

  /**
   * The stamp of the state that was read.
   *
   * @return the token that makes a write conditional on that state
   */
  UpdateToken updateToken();

  /**
   * Where the rule hangs.
   *
   * @return its scope
   */
  RuleScope scope();

  /**
   * The key that the rule's writer chose.
   *
   * @return the key; empty for rules that were made by hand
   */
  Optional<ExternalId> externalId();

  /**
   * What the rule says.
   *
   * @return the rule
   */
  LogRule rule();

  /**
   * When it was last written.
   *
   * @return the moment, if the service told it
   */
  Optional<Instant> modified();

  /**
   * Who wrote it last.
   *
   * @return the id of a user or token, if the service told it
   */
  Optional<String> author();

  /**
   * Whether the service lets the rule be put in another place.
   *
   * @return true by default
   */
  @Value.Default
  default boolean movable() {
    return true;
  }

  /**
   * Whether the service lets the rule be changed.
   *
   * @return true by default
   */
  @Value.Default
  default boolean modifiable() {
    return true;
  }

  /**
   * Whether the service lets the rule be deleted.
   *
   * @return true by default
   */
  @Value.Default
  default boolean deletable() {
    return true;
  }

  /**
   * Starts a new observed rule; {@code objectId}, {@code updateToken}, {@code scope} and {@code
   * rule} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds observed rules. Not thread-safe. */
  final class Builder extends ImmutableObservedRule.Builder {
    Builder() {}
  }
}

package io.github.logconfig.plan;

import io.github.logconfig.model.Owner;
import org.immutables.value.Value;

/**
 * What a planner needs to know beside the two states.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface PlanOptions {

  /** The options that hold where nothing else is said. */
  PlanOptions DEFAULT = builder().build();

  /**
   * Whose rules are managed. Rules of any other owner are foreign.
   *
   * @return the owner, {@code logconfig} by default
   */
  @Value.Default
  default Owner owner() {
    return Owner.DEFAULT;
  }

  /**
   * Whether rules that were made by hand and have our title are taken over.
   *
   * @return never by default
   */
  @Value.Default
  default Adoption adoption() {
    return Adoption.NEVER;
  }

  /**
   * Starts new options; nothing is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds options. Not thread-safe. */
  final class Builder extends ImmutablePlanOptions.Builder {
    Builder() {}
  }
}

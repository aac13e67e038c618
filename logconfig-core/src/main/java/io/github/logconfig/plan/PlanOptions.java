package io.github.logconfig.plan;

import io.github.logconfig.model.Owner;
import org.immutables.value.Value;

/**
 * The options of the planner.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface PlanOptions {

  /** The default options. */
  PlanOptions DEFAULT = builder().build();

  /**
   * Returns the owner of the managed rules; {@code logconfig} by default. Rules of any other owner
   * are unmanaged.
   */
  @Value.Default
  default Owner owner() {
    return Owner.DEFAULT;
  }

  /** Returns which unmanaged rules are adopted; none by default. */
  @Value.Default
  default Adoption adoption() {
    return Adoption.NEVER;
  }

  /**
   * Returns whether plans keep the {@linkplain LogConfigPlan#rules() rules} that they were proven
   * with, for reports that explain each namespace; not by default, to save memory.
   */
  @Value.Default
  default boolean keepsRules() {
    return false;
  }

  /** Returns a builder; nothing is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds options. Not thread-safe. */
  final class Builder extends ImmutablePlanOptions.Builder {
    Builder() {}
  }
}

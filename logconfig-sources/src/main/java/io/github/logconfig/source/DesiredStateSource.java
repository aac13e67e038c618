package io.github.logconfig.source;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;

/**
 * A source of desired state.
 *
 * @since 0.1.0
 */
public interface DesiredStateSource {

  /**
   * Reads the current desired state.
   *
   * <p>Never throws because of the content of the source, or because the source is unreachable or
   * denies access: these are problems of the result, distinguished by {@linkplain Problem#kind
   * kind}.
   *
   * @return the valid part of the desired state, and all problems
   */
  LoadedState load();
}

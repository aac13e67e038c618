package io.github.logconfig.source;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;

/**
 * Something that desired state can be read from.
 *
 * @since 0.1.0
 */
public interface DesiredStateSource {

  /**
   * Reads the desired state as it is now.
   *
   * @return what is sound, and what is wrong with the rest; never throws because of what the source
   *     holds, or because it cannot be reached or refuses: these are problems, too, told apart by
   *     their {@linkplain Problem#kind kind}
   */
  LoadedState load();
}

package io.github.logconfig.source;

import io.github.logconfig.model.DesiredState;
import java.util.List;

/**
 * What was read from a source.
 *
 * @param state everything that is sound
 * @param problems what is wrong with the rest, in the order of files and lines; empty if nothing
 *     is. Callers that write must not write while there are problems: what is missing from the
 *     state may be wanted
 * @since 0.1.0
 */
public record LoadedState(DesiredState state, List<Problem> problems) {

  /**
   * Copies the problems.
   *
   * @param state as told above
   * @param problems as told above
   */
  public LoadedState {
    problems = List.copyOf(problems);
  }
}

package io.github.logconfig.reconcile.loop;

import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.Failure;
import java.util.List;

/**
 * Nothing is known about the desired state, so nothing must be written.
 *
 * @since 0.1.0
 */
public final class FeedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient List<Problem> problems;

  /** Creates an exception without problems of a source. */
  public FeedException(Failure failure) {
    this(failure, List.of());
  }

  /**
   * Creates an exception.
   *
   * @param failure why nothing is known
   * @param problems what is wrong with the source, for counting
   */
  public FeedException(Failure failure, List<Problem> problems) {
    super(failure.message());
    this.failure = failure;
    this.problems = List.copyOf(problems);
  }

  /** Returns why nothing is known. */
  public Failure failure() {
    return failure;
  }

  /** Returns what is wrong with the source. */
  public List<Problem> problems() {
    return problems;
  }
}

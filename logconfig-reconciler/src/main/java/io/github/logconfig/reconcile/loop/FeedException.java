package io.github.logconfig.reconcile.loop;

import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.Failure;
import java.util.List;

/**
 * Thrown if the desired state is unknown, so that nothing may be written.
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
   * @param failure why the desired state is unknown
   * @param problems the problems of the source
   */
  public FeedException(Failure failure, List<Problem> problems) {
    super(failure.message());
    this.failure = failure;
    this.problems = List.copyOf(problems);
  }

  /** Returns why the desired state is unknown. */
  public Failure failure() {
    return failure;
  }

  /** Returns the problems of the source. */
  public List<Problem> problems() {
    return problems;
  }
}

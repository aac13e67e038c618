package io.github.logconfig.dynatrace.query;

import io.github.logconfig.dynatrace.DynatraceException;

/**
 * The scan limit of a query exceeds what is left of the {@link ScanBudget}. Nothing was sent.
 *
 * @since 0.1.0
 */
public final class ScanBudgetExceededException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  ScanBudgetExceededException(String request, String message) {
    super(request, message, null);
  }
}

package io.github.logconfig.simulator.internal.query;

/** A query that cannot be executed: the kind of error, and where it is in the text. */
final class DqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String errorType;
  private final int start;
  private final int end;

  /**
   * @param start index of the first character that is wrong
   * @param end index behind the last one
   */
  DqlException(String errorType, String message, int start, int end) {
    super(message);
    this.errorType = errorType;
    this.start = start;
    this.end = end;
  }

  String errorType() {
    return errorType;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }
}

package io.github.logconfig.dynatrace.internal;

import java.io.IOException;

/** A call that brought no readable answer, before the facade gives it its public type. */
public abstract sealed class HttpFailure extends Exception {

  private static final long serialVersionUID = 1L;

  HttpFailure(String message, Throwable cause) {
    super(message, cause);
  }

  HttpFailure(String message) {
    super(message);
  }

  /** No answer came. */
  public static final class NoAnswer extends HttpFailure {
    private static final long serialVersionUID = 1L;

    NoAnswer(IOException cause) {
      super(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    }
  }

  /** An answer of a success status that cannot be read. */
  public static final class Unreadable extends HttpFailure {
    private static final long serialVersionUID = 1L;

    Unreadable(String message, Throwable cause) {
      super(message, cause);
    }

    Unreadable(String message) {
      super(message);
    }
  }

  /** An answer of any other status. */
  public static final class Refused extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    Refused(int status, String body) {
      super("HTTP " + status);
      this.status = status;
      this.body = body;
    }

    public int status() {
      return status;
    }

    /** The body, bounded; empty if there is none. */
    public String body() {
      return body;
    }
  }
}

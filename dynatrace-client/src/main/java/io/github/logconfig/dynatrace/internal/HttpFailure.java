package io.github.logconfig.dynatrace.internal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt that brought no readable answer, before the facade gives it its public type. */
public abstract sealed class HttpFailure extends Exception {

  private static final long serialVersionUID = 1L;

  HttpFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether another attempt could end better, if the operation allows one. */
  abstract boolean isTransient();

  /** Whether the service may have carried out what it was asked for. */
  abstract boolean mayHaveHappened();

  /** How long the service asks to wait. */
  Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** No answer came. */
  public static final class NoAnswer extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final boolean permanent;

    NoAnswer(String message, @Nullable Throwable cause, boolean sent, boolean permanent) {
      super(message, cause);
      this.sent = sent;
      this.permanent = permanent;
    }

    /** The request never left this machine. */
    static NoAnswer unsent(String message) {
      return new NoAnswer(message, null, false, false);
    }

    @Override
    boolean isTransient() {
      return !permanent;
    }

    @Override
    boolean mayHaveHappened() {
      return sent;
    }
  }

  /** An answer of a success status that cannot be read. */
  public static final class Unreadable extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean cutOff;

    Unreadable(String message, @Nullable Throwable cause, boolean cutOff) {
      super(message, cause);
      this.cutOff = cutOff;
    }

    /** An answer that ends too early is the network's fault, any other the server's habit. */
    @Override
    boolean isTransient() {
      return cutOff;
    }

    @Override
    boolean mayHaveHappened() {
      return true;
    }
  }

  /** An answer of any other status. */
  public static final class Refused extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;
    private final transient @Nullable Duration retryAfter;

    Refused(int status, String body, @Nullable Duration retryAfter) {
      super("HTTP " + status, null);
      this.status = status;
      this.body = body;
      this.retryAfter = retryAfter;
    }

    public int status() {
      return status;
    }

    /** The body, bounded and without secrets; empty if there is none. */
    public String body() {
      return body;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    boolean isTransient() {
      return status == 429 || status == 502 || status == 503 || status == 504;
    }

    @Override
    boolean mayHaveHappened() {
      return status >= 500;
    }

    /** Whether the service says that it is asked for too much at a time. */
    boolean isOverload() {
      return status == 429 || status == 503;
    }
  }

  /** There is nothing to authorize the request with; nothing was sent. */
  public static final class NoCredentials extends HttpFailure {
    private static final long serialVersionUID = 1L;

    public NoCredentials(String message) {
      super(message, null);
    }

    @Override
    boolean isTransient() {
      return false;
    }

    @Override
    boolean mayHaveHappened() {
      return false;
    }
  }

  /** The calling thread was interrupted. */
  public static final class Interrupted extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    Interrupted(boolean sent) {
      super("interrupted", null);
      this.sent = sent;
    }

    @Override
    boolean isTransient() {
      return false;
    }

    @Override
    boolean mayHaveHappened() {
      return sent;
    }
  }
}

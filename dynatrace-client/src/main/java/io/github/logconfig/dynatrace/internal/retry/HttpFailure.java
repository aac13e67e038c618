package io.github.logconfig.dynatrace.internal.retry;

import io.github.logconfig.dynatrace.SecretMask;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt that brought no readable answer, before the facade gives it its public type. */
public abstract sealed class HttpFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What may be hoped of another attempt. */
  public enum Hope {
    /** The same answer would come. */
    NONE,
    /** It may have been chance: worth two more attempts, but not ten minutes of them. */
    LITTLE,
    /** It will pass. */
    GOOD
  }

  public HttpFailure(String message, @Nullable Throwable cause) {
    super(SecretMask.mask(message), cause);
  }

  /** Whether another attempt could end better, if the operation allows one. */
  public abstract Hope hope();

  /** Whether the service may have carried out what it was asked for. */
  public abstract boolean mayHaveHappened();

  /** How long the service asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** No answer came. */
  public static final class NoAnswer extends HttpFailure {

    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final boolean permanent;
    private final transient @Nullable Duration retryAfter;

    private NoAnswer(
        String message,
        @Nullable Throwable cause,
        boolean sent,
        boolean permanent,
        @Nullable Duration retryAfter) {
      super(message, cause);
      this.sent = sent;
      this.permanent = permanent;
      this.retryAfter = retryAfter;
    }

    public NoAnswer(String message, @Nullable Throwable cause, boolean sent, boolean permanent) {
      this(message, cause, sent, permanent, null);
    }

    /** The request never left this machine. */
    public static NoAnswer unsent(String message) {
      return new NoAnswer(message, null, false, false);
    }

    /** Nor did it here, since what it needs first is not to be had now. */
    public static NoAnswer overloaded(String message, @Nullable Duration retryAfter) {
      return new NoAnswer(message, null, false, false, retryAfter);
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public Hope hope() {
      return permanent ? Hope.NONE : Hope.GOOD;
    }

    @Override
    public boolean mayHaveHappened() {
      return sent;
    }
  }

  /** An answer of a success status that cannot be read. */
  public static final class Unreadable extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean cutOff;

    public Unreadable(String message, @Nullable Throwable cause, boolean cutOff) {
      super(message, cause);
      this.cutOff = cutOff;
    }

    /** An answer that ends too early is the network's fault, any other likely a habit. */
    @Override
    public Hope hope() {
      return cutOff ? Hope.GOOD : Hope.LITTLE;
    }

    @Override
    public boolean mayHaveHappened() {
      return true;
    }
  }

  /** An answer of any other status. */
  public static final class Refused extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;
    private final String requestId;
    private final transient @Nullable Duration retryAfter;

    public Refused(int status, String body, String requestId, @Nullable Duration retryAfter) {
      super("HTTP " + status, null);
      this.status = status;
      this.body = body;
      this.requestId = requestId;
      this.retryAfter = retryAfter;
    }

    public int status() {
      return status;
    }

    /** What the service calls this answer in its own log; empty if it does not tell. */
    public String requestId() {
      return requestId;
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
    public Hope hope() {
      return switch (status) {
        case 429, 502, 503, 504 -> Hope.GOOD;
        case 501, 505 -> Hope.NONE;
        default -> status >= 500 ? Hope.LITTLE : Hope.NONE;
      };
    }

    @Override
    public boolean mayHaveHappened() {
      return status >= 500;
    }
  }

  /** There is nothing to authorize the request with; nothing was sent. */
  public static final class NoCredentials extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private NoCredentials(String message, boolean passing) {
      super(message, null);
      this.passing = passing;
    }

    /** There will be none. */
    public NoCredentials(String message) {
      this(message, false);
    }

    /** Somebody may be about to write them. */
    public static NoCredentials passing(String message) {
      return new NoCredentials(message, true);
    }

    @Override
    public Hope hope() {
      return passing ? Hope.LITTLE : Hope.NONE;
    }

    @Override
    public boolean mayHaveHappened() {
      return false;
    }
  }

  /** The calling thread was interrupted. */
  public static final class Interrupted extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    public Interrupted(boolean sent) {
      super("interrupted", null);
      this.sent = sent;
    }

    @Override
    public Hope hope() {
      return Hope.NONE;
    }

    @Override
    public boolean mayHaveHappened() {
      return sent;
    }
  }
}

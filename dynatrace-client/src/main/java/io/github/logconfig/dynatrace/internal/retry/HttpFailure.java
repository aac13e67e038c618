package io.github.logconfig.dynatrace.internal.retry;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.SecretMask;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failure of one attempt; {@code Exchange} converts it to the exception of the API. */
public abstract sealed class HttpFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** How likely another attempt succeeds. */
  public enum RetryPotential {
    /** It would fail in the same way. */
    NONE,
    /** It may succeed: worth two more attempts. */
    DOUBTFUL,
    /** No connection: worth trying for a few seconds. */
    UNREACHABLE,
    /** The cause is transient. */
    LIKELY
  }

  public HttpFailure(String message, @Nullable Throwable cause) {
    super(SecretMask.mask(message), cause);
  }

  /** Returns how likely another attempt succeeds, if the operation can be repeated. */
  public abstract RetryPotential retryPotential();

  /** Returns whether the service may have carried out the request. */
  public abstract boolean mayHaveHappened();

  /** Returns how long the service asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** No response was received. */
  public static final class NoAnswer extends HttpFailure {

    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final Kind kind;
    private final RetryPotential potential;
    private final transient @Nullable Duration retryAfter;

    private NoAnswer(
        String message,
        @Nullable Throwable cause,
        boolean sent,
        Kind kind,
        RetryPotential potential,
        @Nullable Duration retryAfter) {
      super(message, cause);
      this.sent = sent;
      this.kind = kind;
      this.potential = potential;
      this.retryAfter = retryAfter;
    }

    public NoAnswer(
        String message,
        @Nullable Throwable cause,
        boolean sent,
        Kind kind,
        RetryPotential potential) {
      this(message, cause, sent, kind, potential, null);
    }

    /** The request was not sent: there was no time left. */
    public static NoAnswer unsent(String message) {
      return new NoAnswer(message, null, false, Kind.NOT_SENT, RetryPotential.LIKELY);
    }

    /** The request was not sent: an access token is temporarily unavailable. */
    public static NoAnswer overloaded(String message, @Nullable Duration retryAfter) {
      return new NoAnswer(message, null, false, Kind.NOT_SENT, RetryPotential.LIKELY, retryAfter);
    }

    public Kind kind() {
      return kind;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public RetryPotential retryPotential() {
      return potential;
    }

    @Override
    public boolean mayHaveHappened() {
      return sent;
    }
  }

  /** A response with a success status that cannot be read. */
  public static final class Unreadable extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final RetryPotential potential;

    /** A response that is probably the same the next time. */
    public Unreadable(String message) {
      this(message, RetryPotential.DOUBTFUL);
    }

    public Unreadable(String message, RetryPotential potential) {
      super(message, null);
      this.potential = potential;
    }

    @Override
    public RetryPotential retryPotential() {
      return potential;
    }

    @Override
    public boolean mayHaveHappened() {
      return true;
    }
  }

  /** A response with any other status. */
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

    /** Returns the id of the response in the service's log; empty if there is none. */
    public String requestId() {
      return requestId;
    }

    /** Returns the body, bounded and without secrets; empty if there is none. */
    public String body() {
      return body;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public RetryPotential retryPotential() {
      return switch (status) {
        case 429, 502, 503, 504 -> RetryPotential.LIKELY;
        case 501, 505 -> RetryPotential.NONE;
        default -> status >= 500 ? RetryPotential.DOUBTFUL : RetryPotential.NONE;
      };
    }

    @Override
    public boolean mayHaveHappened() {
      return status >= 500;
    }
  }

  /** There are no credentials; nothing was sent. */
  public static final class NoCredentials extends HttpFailure {
    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    private NoCredentials(String message, boolean transientFailure) {
      super(message, null);
      this.transientFailure = transientFailure;
    }

    /** A failure that is permanent. */
    public NoCredentials(String message) {
      this(message, false);
    }

    /** A failure that may pass: the token may be being written. */
    public static NoCredentials temporarily(String message) {
      return new NoCredentials(message, true);
    }

    @Override
    public RetryPotential retryPotential() {
      return transientFailure ? RetryPotential.DOUBTFUL : RetryPotential.NONE;
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
    public RetryPotential retryPotential() {
      return RetryPotential.NONE;
    }

    @Override
    public boolean mayHaveHappened() {
      return sent;
    }
  }
}

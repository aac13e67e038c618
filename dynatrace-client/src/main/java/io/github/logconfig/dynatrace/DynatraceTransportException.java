package io.github.logconfig.dynatrace;

import org.jspecify.annotations.Nullable;

/**
 * No response of the service was received: the host was not found, refused or closed the
 * connection, or did not respond in time, or something else responded in its place. If a write
 * fails with this exception, nothing was written; if the request may have reached the service, the
 * write fails with an {@link OutcomeUnknownException}.
 *
 * @since 0.1.0
 */
public final class DynatraceTransportException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** Why there is no response. */
  public enum Kind {
    /** The name of the host or of the proxy cannot be resolved. */
    UNKNOWN_HOST,
    /** The connection was refused, or was not established in time. */
    NOT_CONNECTED,
    /** The certificate of the server is not trusted, has expired, or is that of another host. */
    CERTIFICATE,
    /** TLS failed for another reason: the server does not speak TLS, or rejected the client. */
    TLS,
    /** The proxy cannot be connected to, rejected the tunnel, or cannot reach the server. */
    PROXY,
    /** The connection was lost, or the response did not arrive in time. */
    NO_RESPONSE,
    /** Something else than JSON was received, for example the login page of a proxy. */
    UNEXPECTED_RESPONSE,
    /** The total timeout has passed before a request could be sent. */
    NOT_SENT
  }

  private final Kind kind;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param kind why there is no response
   * @param reason what failed
   * @param cause the cause, if known
   */
  public DynatraceTransportException(
      String request, Kind kind, String reason, @Nullable Throwable cause) {
    super(request, reason, cause);
    this.kind = kind;
  }

  /**
   * Returns why there is no response.
   *
   * @return the kind of failure
   */
  public Kind kind() {
    return kind;
  }
}

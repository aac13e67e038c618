package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why an attempt has no response: its kind, a message, and whether another attempt may succeed. */
final class NetworkFailures {

  private static final String CONNECT_STATUS = "Unexpected response code for CONNECT: ";
  private static final String PROXY_AUTHENTICATION = "Failed to authenticate with proxy";

  /** The message of the library for a certificate of another host, on several lines. */
  private static final Pattern OTHER_HOST =
      Pattern.compile(
          "Hostname (\\S+) not verified:[\\s\\S]*DN: (.*)\\s+subjectAltNames: \\[(.*)]");

  private NetworkFailures() {}

  /** Returns why a call has no response. */
  static Kind kind(Throwable failure, AttemptTrace trace) {
    if (failure instanceof SSLPeerUnverifiedException || isCertificate(failure)) {
      return Kind.CERTIFICATE;
    }
    if (isRejectedByProxy(failure)) {
      return Kind.PROXY;
    }
    if (failure instanceof UnknownHostException) {
      return Kind.UNKNOWN_HOST;
    }
    if (trace.sent() || failure instanceof LiveConnections.Closed) {
      return Kind.NO_RESPONSE;
    }
    if (trace.proxyFailed()) {
      return Kind.PROXY;
    }
    return failure instanceof SSLException ? Kind.TLS : Kind.NOT_CONNECTED;
  }

  /** Returns how likely another call succeeds that has no response for the same reason. */
  static RetryPotential retryPotential(Throwable failure, Kind kind) {
    if (isPermanent(failure)) {
      return RetryPotential.NONE;
    }
    return kind == Kind.NO_RESPONSE ? RetryPotential.LIKELY : RetryPotential.UNREACHABLE;
  }

  private static boolean isCertificate(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a retry would meet the same certificate, or be rejected by the same proxy. */
  static boolean isPermanent(Throwable failure) {
    return failure instanceof SSLPeerUnverifiedException
        || failure instanceof SSLHandshakeException
        || (isRejectedByProxy(failure) && !isBadGateway(failure));
  }

  private static boolean isBadGateway(Throwable failure) {
    return String.valueOf(failure.getMessage()).startsWith(CONNECT_STATUS + "5");
  }

  /** The library has no exception of its own for a tunnel that a proxy rejects (407, 403). */
  private static boolean isRejectedByProxy(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.equals(PROXY_AUTHENTICATION) || message.startsWith(CONNECT_STATUS);
  }

  /** Returns what failed, on one line. */
  static String message(IOException failure, AttemptTrace trace) {
    String what = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownHostException) {
      // the message of Java is only the name
      return "unknown host " + what;
    }
    if (what.equals(PROXY_AUTHENTICATION)) {
      return trace.peer() + " requires another user and password (HTTP 407)";
    }
    if (what.startsWith(CONNECT_STATUS)) {
      return trace.peer()
          + " rejects the connection (HTTP "
          + what.substring(CONNECT_STATUS.length())
          + ")";
    }
    Matcher otherHost = OTHER_HOST.matcher(what);
    if (otherHost.find()) {
      return "the certificate of the server ("
          + otherHost.group(2).strip()
          + ") is not valid for "
          + otherHost.group(1)
          + ", but for "
          + otherHost.group(3);
    }
    if (!trace.sent() && failure instanceof ConnectException && what.startsWith("Failed to")) {
      return "no connection" + trace.toPeer() + ": " + cause(failure);
    }
    if (!trace.sent() && failure instanceof SocketTimeoutException) {
      return "no connection" + trace.toPeer() + ": timed out";
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : what;
  }

  /** The exception of the library repeats the address; its cause is that of Java. */
  private static String cause(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String what = String.valueOf(cause.getMessage());
    return what.startsWith("Connection refused") ? "connection refused" : what;
  }
}

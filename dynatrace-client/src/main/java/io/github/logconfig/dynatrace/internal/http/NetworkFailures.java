package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why an attempt has no response: its kind, a message, and whether another attempt may succeed. */
final class NetworkFailures {

  /** How the HTTP library starts a message about a connection that ends too early. */
  private static final String EARLY_END = "unexpected end of stream";

  /** The same for a line of the header that does not end, with the number of bytes read. */
  private static final String UNENDED_LINE = "\\n not found: limit=";

  private static final String BAD_STATUS_LINE = "Unexpected status line: ";
  private static final String CONNECT_STATUS = "Unexpected response code for CONNECT: ";

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
    if (isMalformed(failure)) {
      return RetryPotential.DOUBTFUL;
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

  /** Returns whether there is a response, but not one of HTTP. */
  private static boolean isMalformed(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    boolean protocol =
        failure instanceof ProtocolException || failure.getCause() instanceof DataFormatException;
    return (protocol && !message.startsWith(EARLY_END))
        // the header of a compressed body
        || message.matches("\\w+: actual 0x\\w+ != expected 0x\\w+")
        || hasUnendedHeader(failure);
  }

  private static boolean hasUnendedHeader(Throwable failure) {
    String cause =
        failure.getCause() == null ? "" : String.valueOf(failure.getCause().getMessage());
    return cause.startsWith(UNENDED_LINE) && !cause.startsWith(UNENDED_LINE + "0 ");
  }

  private static boolean isBadGateway(Throwable failure) {
    return String.valueOf(failure.getMessage()).startsWith(CONNECT_STATUS + "5");
  }

  /** The library has no exception of its own for a tunnel that a proxy rejects (403). */
  private static boolean isRejectedByProxy(Throwable failure) {
    return failure instanceof ConnectionSettings.ProxyRefusedException
        || String.valueOf(failure.getMessage()).startsWith(CONNECT_STATUS);
  }

  /** Returns what failed, on one line. */
  static String message(IOException failure, AttemptTrace trace) {
    String what = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownHostException) {
      // the message of Java is only the name
      return "unknown host " + what;
    }
    if (failure instanceof ConnectionSettings.ProxyRefusedException) {
      return trace.peer() + " " + what;
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
    if (trace.sent()) {
      return response(failure, what, trace);
    }
    if (trace.isPeerProxy() && what.startsWith(EARLY_END)) {
      return trace.peer() + " closed the connection without a response";
    }
    String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : what;
    return trace.isPeerProxy() && !isCertificate(failure)
        ? "no connection through " + trace.peer() + ": " + why
        : why;
  }

  /** Returns what is wrong with the response, or why there is none. */
  private static String response(IOException failure, String what, AttemptTrace trace) {
    // while a body is read, the library closes the connection instead
    if (failure instanceof InterruptedIOException || trace.timedOut()) {
      return (trace.status() == 0 ? "no response" : "the response is not complete")
          + " within "
          + time(trace.timeout());
    }
    if (hasUnendedHeader(failure)) {
      return "the header of the response breaks off, or is larger than 256 KiB";
    }
    if (what.startsWith(EARLY_END)) {
      return trace.status() == 0
          ? "the server closed the connection without a response"
          : "the response breaks off";
    }
    if (what.startsWith(BAD_STATUS_LINE)) {
      return "the server does not speak HTTP; its response starts with: "
          + ErrorDecoder.bounded(what.substring(BAD_STATUS_LINE.length()));
    }
    if (what.startsWith("Received HTTP_PROXY_AUTH")) {
      return "the server requires user and password like a proxy (HTTP 407)";
    }
    if (isMalformed(failure)) {
      return "the response is malformed: " + ErrorDecoder.bounded(what);
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : what;
  }

  static String time(Duration duration) {
    return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  /** The exception of the library repeats the address; its cause is that of Java. */
  private static String cause(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String what = String.valueOf(cause.getMessage());
    return what.startsWith("Connection refused") ? "connection refused" : what;
  }
}

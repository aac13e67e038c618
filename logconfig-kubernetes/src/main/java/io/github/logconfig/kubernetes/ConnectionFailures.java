package io.github.logconfig.kubernetes;

import io.github.logconfig.kubernetes.Kubeconfig.Server;
import io.github.logconfig.model.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why an API server cannot be reached. */
final class ConnectionFailures {

  private static final String CONNECT_STATUS = "Unexpected response code for CONNECT: ";
  private static final Pattern PRESENTED = Pattern.compile("DN: (.*)\\s+subjectAltNames: \\[(.*)]");

  private ConnectionFailures() {}

  /** Returns whether the next attempt may succeed. */
  static boolean isTransient(IOException failure) {
    return !(failure instanceof SSLException
        || failure instanceof InterruptedIOException
        || failure instanceof UnknownHostException
        || isProxyRefusal(failure));
  }

  private static boolean isProxyRefusal(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof ProxySockets.RefusedException || message.startsWith(CONNECT_STATUS);
  }

  /**
   * Returns the cause of a failure that a person can act on.
   *
   * @param proxy host and port of the proxy, if there is one
   * @param pause how long a response may pause
   */
  static ClusterException explain(
      IOException failure, Server server, Optional<String> proxy, Duration pause) {
    return new ClusterException(Problem.Kind.UNREACHABLE, reason(failure, server, proxy, pause));
  }

  private static String reason(
      IOException failure, Server server, Optional<String> proxy, Duration pause) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof CertificateException) {
        return String.valueOf(it.getMessage());
      }
    }
    if (isProxyRefusal(failure)) {
      String message = String.valueOf(failure.getMessage());
      if (failure instanceof ProxySockets.RefusedException) {
        return "the proxy " + proxy.orElse("") + " " + message;
      }
      return "the proxy "
          + proxy.orElse("")
          + " rejects the connection (HTTP "
          + message.substring(CONNECT_STATUS.length())
          + ")";
    }
    if (failure instanceof UnknownHostException) {
      // Java adds the reason of the resolver to the name
      return "unknown host " + String.valueOf(failure.getMessage()).replaceFirst(":.*", "");
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return "the certificate of the server"
          + presented(failure)
          + " is not valid for "
          + server.tlsServerName().orElse(server.url().getHost())
          + "; set tls-server-name of the kubeconfig to a name that the certificate contains";
    }
    if (failure instanceof SSLException) {
      return "TLS failed" + through(proxy) + ": " + failure.getMessage();
    }
    String to = proxy.map(it -> " to the proxy " + it).orElse("");
    if (failure instanceof InterruptedIOException) {
      return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("connect")
          ? "no connection" + to + " within 10 s"
          : "no response" + through(proxy) + " within " + pause.toSeconds() + " s";
    }
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof ConnectException && String.valueOf(it.getMessage()).contains("refused")) {
        return "connection" + to + " refused";
      }
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "no connection" + to + ": " + failure.getMessage();
    }
    String what = String.valueOf(failure.getMessage());
    if (what.startsWith("unexpected end of stream")) {
      return "the server"
          + proxy.map(it -> " or the proxy " + it).orElse("")
          + " closed the connection without a complete response";
    }
    return "connection lost"
        + through(proxy)
        + ": "
        + failure.getClass().getSimpleName()
        + " "
        + what;
  }

  private static String through(Optional<String> proxy) {
    return proxy.map(it -> " through the proxy " + it).orElse("");
  }

  /** Returns subject and names of the certificate, which are in the message of the library. */
  private static String presented(IOException failure) {
    Matcher certificate = PRESENTED.matcher(String.valueOf(failure.getMessage()));
    return certificate.find()
        ? " (" + certificate.group(1).strip() + ", for " + certificate.group(2) + ")"
        : "";
  }
}

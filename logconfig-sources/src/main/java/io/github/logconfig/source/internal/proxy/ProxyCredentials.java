package io.github.logconfig.source.internal.proxy;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** User and password for an HTTP proxy, and why a proxy does not accept them. */
public final class ProxyCredentials {

  private ProxyCredentials() {}

  /**
   * Returns user and password for a proxy; empty if the authenticator knows none.
   *
   * @param target the URL that is requested through the proxy
   */
  public static Optional<PasswordAuthentication> of(
      Optional<Authenticator> authenticator, InetSocketAddress proxy, URI target) {
    if (authenticator.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          authenticator
              .get()
              .requestPasswordAuthenticationInstance(
                  proxy.getHostString(),
                  null,
                  proxy.getPort(),
                  "http",
                  "",
                  "basic",
                  target.toURL(),
                  Authenticator.RequestorType.PROXY));
    } catch (MalformedURLException e) {
      return Optional.empty();
    }
  }

  /** Returns the value of the header {@code Proxy-Authorization}. */
  public static String header(PasswordAuthentication user) {
    byte[] text =
        (user.getUserName() + ":" + new String(user.getPassword()))
            .getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  /**
   * Returns why a proxy answers with status 407, as the predicate of a sentence about the proxy.
   *
   * @param schemes the authentication schemes that the proxy accepts
   * @param sent whether the request had a user and a password
   */
  public static String refusal(List<String> schemes, boolean sent) {
    boolean basic = schemes.isEmpty() || schemes.stream().anyMatch("Basic"::equalsIgnoreCase);
    return basic
        ? "requires " + (sent ? "another " : "") + "user and password (HTTP 407)"
        : "requires authentication with "
            + String.join(" or ", schemes)
            + "; expected Basic (HTTP 407)";
  }
}

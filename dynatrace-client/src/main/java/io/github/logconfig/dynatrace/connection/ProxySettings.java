package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.NoProxyRules;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go through which proxy: one proxy for https URLs, one for http URLs, and
 * exceptions. Requests to this machine ({@code localhost} and loopback addresses) never use a
 * proxy.
 *
 * <p>Exceptions are separated by commas. Each is
 *
 * <ul>
 *   <li>a host name, which includes all names below it: {@code example.com}
 *   <li>a suffix, which includes only names below it: {@code .example.com} or {@code *.example.com}
 *   <li>an IP address, or a block of addresses in CIDR form: {@code 10.0.0.0/8}; they apply to URLs
 *       that contain an address, since names are not resolved
 *   <li>any of these with a port: {@code example.com:8443}
 *   <li>{@code *}, which disables the proxy
 * </ul>
 *
 * <p>The settings are made of types of the JDK, so that other HTTP clients of an application can
 * use them, too. Java rejects the authentication of a tunnel with the scheme {@code Basic} unless
 * the system property {@code jdk.http.auth.tunneling.disabledSchemes} is empty; this client does
 * not need that property.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ProxySettings {

  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final @Nullable HttpProxy https;
  private final @Nullable HttpProxy http;
  private final NoProxyRules exceptions;

  private ProxySettings(
      @Nullable HttpProxy https, @Nullable HttpProxy http, NoProxyRules exceptions) {
    this.https = https;
    this.http = http;
    this.exceptions = exceptions;
  }

  /**
   * Returns settings with one proxy.
   *
   * @param proxy the proxy for all URLs
   * @param exceptions exceptions, separated by commas; may be empty
   * @return the settings
   * @throws InvalidArgumentException if an exception is invalid
   */
  public static ProxySettings of(HttpProxy proxy, String exceptions) {
    return new ProxySettings(proxy, proxy, NoProxyRules.parse(exceptions));
  }

  /**
   * Returns the settings of the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
   * NO_PROXY}, in upper or lower case. If both are set, the one in lower case is used.
   *
   * @param variables the variables of the process
   * @return the settings; empty if there is no proxy
   * @throws InvalidArgumentException if a variable has an invalid value; the message names the
   *     variable
   */
  public static Optional<ProxySettings> fromEnvironment(Map<String, String> variables) {
    HttpProxy https = proxy("HTTPS_PROXY", variables);
    HttpProxy http = proxy("HTTP_PROXY", variables);
    if (https == null && http == null) {
      return Optional.empty();
    }
    String exceptions = variables.getOrDefault(name("NO_PROXY", variables), "");
    try {
      return Optional.of(new ProxySettings(https, http, NoProxyRules.parse(exceptions)));
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(name("NO_PROXY", variables) + ": " + e.getMessage());
    }
  }

  private static @Nullable HttpProxy proxy(String variable, Map<String, String> variables) {
    String name = name(variable, variables);
    String text = variables.getOrDefault(name, "");
    try {
      return text.isBlank() ? null : HttpProxy.parse(text);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(name + ": " + e.getMessage());
    }
  }

  private static String name(String variable, Map<String, String> variables) {
    String lower = variable.toLowerCase(Locale.ROOT);
    return variables.containsKey(lower) ? lower : variable;
  }

  /**
   * Returns the proxy for requests to a URL.
   *
   * @param target the URL
   * @return the proxy; empty if the request is sent directly
   */
  public Optional<HttpProxy> proxyFor(URI target) {
    HttpProxy proxy = "http".equalsIgnoreCase(target.getScheme()) ? http : https;
    return Optional.ofNullable(exceptions.includes(target) ? null : proxy);
  }

  /**
   * Returns the proxies as a selector of Java.
   *
   * @return a new selector
   */
  public ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI target) {
        return proxyFor(target)
            .map(
                proxy ->
                    List.of(
                        new Proxy(
                            Proxy.Type.HTTP,
                            InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))))
            .orElse(DIRECT);
      }

      @Override
      public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // the request fails with the same exception
      }
    };
  }

  /**
   * Returns the users and passwords of the proxies as an authenticator of Java.
   *
   * @return a new authenticator, which answers no server but the proxies
   */
  public Authenticator authenticator() {
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? proxies()
                .filter(it -> it.host().equalsIgnoreCase(getRequestingHost()))
                .filter(it -> it.port() == getRequestingPort())
                .map(it -> new PasswordAuthentication(it.user(), it.password().toCharArray()))
                .findFirst()
                .orElse(null)
            : null;
      }
    };
  }

  /** Returns the proxies that need authentication. */
  public Stream<HttpProxy> proxies() {
    return Stream.of(Optional.ofNullable(https), Optional.ofNullable(http))
        .flatMap(Optional::stream)
        .filter(proxy -> !proxy.user().isEmpty());
  }

  /**
   * Returns the proxies without users and passwords.
   *
   * @return for example {@code proxy.example.com:3128}
   */
  @Override
  public String toString() {
    return Stream.of(https, http)
        .filter(Objects::nonNull)
        .map(HttpProxy::toString)
        .distinct()
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }
}

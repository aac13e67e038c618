package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The hosts that are connected to without a proxy, as the variable {@code NO_PROXY} lists them. */
public final class NoProxyRules {

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** A host in lower case without brackets, its address if it is one, and the port. */
  private record Target(String host, @Nullable InetAddress address, int port) {}

  private final List<Predicate<Target>> rules;

  private NoProxyRules(List<Predicate<Target>> rules) {
    this.rules = rules;
  }

  /**
   * Parses a list that is separated by commas.
   *
   * @throws InvalidArgumentException if an element is invalid
   */
  public static NoProxyRules parse(String text) {
    List<Predicate<Target>> rules = new ArrayList<>();
    for (String element : text.split("[,\\s]+", -1)) {
      if (!element.isEmpty()) {
        rules.add(rule(element.toLowerCase(Locale.ROOT)));
      }
    }
    return new NoProxyRules(rules);
  }

  private static Predicate<Target> rule(String element) {
    int slash = element.indexOf('/');
    if (slash >= 0) {
      return block(element, element.substring(0, slash), element.substring(slash + 1));
    }
    // a single colon separates a port; more are an IPv6 address
    int colon = element.lastIndexOf(':');
    boolean hasPort = colon >= 0 && (colon == element.indexOf(':') || element.contains("]:"));
    String host = hasPort ? element.substring(0, colon) : element;
    int port = hasPort ? number(element, element.substring(colon + 1), 65_535) : 0;
    Predicate<Target> rule = host(withoutBrackets(host));
    return port == 0 ? rule : target -> target.port() == port && rule.test(target);
  }

  private static Predicate<Target> host(String host) {
    if (host.equals("*")) {
      return target -> true;
    }
    InetAddress address = address(host);
    if (address != null) {
      return target -> address.equals(target.address());
    }
    String suffix = host.startsWith("*.") ? host.substring(1) : host;
    return suffix.startsWith(".")
        ? target -> target.host().endsWith(suffix)
        : target -> target.host().equals(suffix) || target.host().endsWith("." + suffix);
  }

  private static Predicate<Target> block(String element, String start, String bits) {
    InetAddress address = address(withoutBrackets(start));
    if (address == null) {
      throw invalid(element);
    }
    byte[] first = address.getAddress();
    int length = number(element, bits, first.length * Byte.SIZE);
    return target ->
        target.address() != null && samePrefix(first, target.address().getAddress(), length);
  }

  private static boolean samePrefix(byte[] one, byte[] other, int bits) {
    if (one.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a URL is connected to without a proxy. */
  public boolean includes(URI url) {
    if (url.getHost() == null) {
      return false;
    }
    String host = withoutBrackets(url.getHost().toLowerCase(Locale.ROOT)).replaceFirst("\\.$", "");
    boolean http = "http".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : http ? HTTP_PORT : HTTPS_PORT;
    Target target = new Target(host, address(host), port);
    return isThisMachine(target) || rules.stream().anyMatch(rule -> rule.test(target));
  }

  private static boolean isThisMachine(Target target) {
    return target.host().equals("localhost")
        || (target.address() != null && target.address().isLoopbackAddress());
  }

  /** Returns an address that is written in numbers; null for a name, which is not resolved. */
  private static @Nullable InetAddress address(String host) {
    if (!host.matches("[0-9]+(\\.[0-9]+){3}") && !host.matches("[0-9a-f:.]*:[0-9a-f:.]*")) {
      return null;
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static int number(String element, String text, int max) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > max) {
      throw invalid(element);
    }
    return Integer.parseInt(text);
  }

  private static InvalidArgumentException invalid(String element) {
    return new InvalidArgumentException(
        "exception from the proxy",
        element,
        "a host, .suffix, IP address or block such as 10.0.0.0/8, or *");
  }
}

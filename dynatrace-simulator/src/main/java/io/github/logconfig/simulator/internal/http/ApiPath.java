package io.github.logconfig.simulator.internal.http;

import java.util.List;
import java.util.stream.Stream;

/** The ways into one and the same API: SaaS, Managed or ActiveGate, and the platform route. */
public final class ApiPath {

  private static final List<String> PLATFORM = List.of("platform", "classic", "environment-api");
  private static final String MANAGED = "e";

  private ApiPath() {}

  /** Whether a path is on the platform route, where only bearer tokens are accepted. */
  public static boolean isPlatform(List<String> segments) {
    return !segments.isEmpty() && segments.get(0).equals(PLATFORM.get(0));
  }

  /** Whether a path is that of Managed or an ActiveGate, where only API tokens are accepted. */
  public static boolean isManaged(List<String> segments) {
    return !segments.isEmpty() && segments.get(0).equals(MANAGED);
  }

  /** A path as it is on the plain SaaS route: {@code api}, {@code v2}, and so on. */
  static List<String> withoutRoute(List<String> segments) {
    if (segments.size() > 3 && segments.get(0).equals(MANAGED) && segments.get(2).equals("api")) {
      return segments.subList(2, segments.size());
    }
    if (segments.size() > PLATFORM.size()
        && segments.subList(0, PLATFORM.size()).equals(PLATFORM)) {
      return Stream.concat(
              Stream.of("api"), segments.subList(PLATFORM.size(), segments.size()).stream())
          .toList();
    }
    return segments;
  }
}

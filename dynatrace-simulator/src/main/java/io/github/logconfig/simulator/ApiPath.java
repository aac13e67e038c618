package io.github.logconfig.simulator;

import java.util.List;
import java.util.Optional;

/** The ways into one and the same API: SaaS, Managed or ActiveGate, and the platform route. */
final class ApiPath {

  private static final List<List<String>> PREFIXES =
      List.of(
          List.of("api", "v2"),
          List.of("e", "*", "api", "v2"),
          List.of("platform", "classic", "environment-api", "v2"));

  private ApiPath() {}

  /** The segments behind the prefix of the API; empty if there is no such prefix. */
  static Optional<List<String>> behindPrefix(List<String> segments) {
    return PREFIXES.stream()
        .filter(prefix -> startsWith(segments, prefix))
        .findFirst()
        .map(prefix -> segments.subList(prefix.size(), segments.size()));
  }

  private static boolean startsWith(List<String> segments, List<String> prefix) {
    if (segments.size() < prefix.size()) {
      return false;
    }
    for (int i = 0; i < prefix.size(); i++) {
      if (!prefix.get(i).equals("*") && !prefix.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }
}

package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts and durations in text for people. */
public final class Phrases {

  private static final int SHOWN_NAMES = 3;

  private Phrases() {}

  /** Returns for example {@code 1 cluster} or {@code 2 clusters}. */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns for example {@code 0.3 s} or {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    return duration.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /**
   * Returns one line per cause: {@code cluster a: reason}, or {@code 5 clusters (a, b, c, …):
   * reason} if several have the same.
   *
   * @param reasons the reason of each subject, by its name
   */
  public static List<String> byCause(String noun, Map<?, String> reasons) {
    Map<String, List<String>> subjects = new LinkedHashMap<>();
    reasons.forEach(
        (name, reason) ->
            subjects.computeIfAbsent(reason, it -> new ArrayList<>()).add(String.valueOf(name)));
    List<String> lines = new ArrayList<>();
    subjects.forEach(
        (reason, names) ->
            lines.add(
                (names.size() == 1
                        ? noun + " " + names.get(0)
                        : count(names.size(), noun) + " (" + shortened(names) + ")")
                    + ": "
                    + reason));
    return lines;
  }

  /**
   * Returns the message of a failure with a remedy: options of the command, which libraries do not
   * know.
   */
  public static String message(Failure failure) {
    boolean unauthorized =
        failure
            .status()
            .filter(status -> status == HttpURLConnection.HTTP_UNAUTHORIZED)
            .isPresent();
    String remedy =
        unauthorized ? "the token is invalid, disabled or expired" : connectionRemedy(failure);
    return failure.message() + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  /** Returns which option helps if the service was not reached; empty if it was. */
  static String connectionRemedy(Failure failure) {
    if (failure.kind() == FailureKind.NOT_FOUND) {
      return "check the path of the URL, or of --endpoint";
    }
    if (failure.noResponse().isEmpty()) {
      return "";
    }
    return switch (failure.noResponse().get()) {
      case UNKNOWN_HOST, NOT_CONNECTED ->
          "check the address, or set --proxy if this network requires one";
      case CERTIFICATE ->
          failure.message().contains("is not trusted")
              ? "check the address, or trust the issuer with --ca-file"
              : "check the address";
      case TLS -> "check the address; the server may require --client-certificate";
      case PROXY -> "check --proxy, HTTPS_PROXY and NO_PROXY";
      case NO_RESPONSE, UNEXPECTED_RESPONSE, NOT_SENT -> "";
    };
  }

  /** Returns the first three names, and {@code …} if there are more. */
  public static String shortened(List<String> names) {
    return names.size() <= SHOWN_NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN_NAMES)) + ", …";
  }
}

package io.github.logconfig.cli.view;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.arrival.UnknownCause;
import io.github.logconfig.cli.Version;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.arrival.EnvironmentArrival;
import io.github.logconfig.render.ArrivalHtml;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Result of {@code verify}: whether logs arrive. */
public final class ArrivalView {

  /** Verdicts in the order of the output: what needs attention first. */
  private static final List<ArrivalVerdict> ORDER =
      List.of(
          ArrivalVerdict.LEAKS,
          ArrivalVerdict.MISSING,
          ArrivalVerdict.UNKNOWN,
          ArrivalVerdict.SILENT,
          ArrivalVerdict.ARRIVES);

  private static final Map<ArrivalVerdict, String> VERBS =
      Map.of(
          ArrivalVerdict.LEAKS, "leak",
          ArrivalVerdict.MISSING, "missing",
          ArrivalVerdict.UNKNOWN, "unknown",
          ArrivalVerdict.SILENT, "silent",
          ArrivalVerdict.ARRIVES, "arrive");

  private static final int SHOWN_CLUSTERS = 10;
  private static final int SHOWN_NAMES = 8;
  private static final String RED = "31";
  private static final String YELLOW = "33";
  private static final String GREEN = "32";

  private ArrivalView() {}

  // text

  /**
   * Returns a paragraph for each verdict that occurs, and a summary.
   *
   * @param detail whether to list every cluster and namespace
   */
  public static String text(ArrivalReport report, boolean detail, boolean colored) {
    StringBuilder out = new StringBuilder();
    for (ArrivalVerdict verdict : ORDER) {
      causes(report, verdict)
          .forEach(
              (cause, byCluster) -> {
                String heading = heading(verdict, cause, byCluster);
                out.append(colored(heading, verdict, colored)).append('\n');
                if (detail || verdict != ArrivalVerdict.ARRIVES) {
                  lines(byCluster, detail, out);
                }
              });
    }
    return out.append(summary(report)).toString();
  }

  /** Returns a line for each cluster with namespaces that are missing or leak, and each failure. */
  static List<String> attention(ArrivalReport report) {
    List<String> lines = new ArrayList<>();
    for (ArrivalVerdict verdict : List.of(ArrivalVerdict.LEAKS, ArrivalVerdict.MISSING)) {
      causes(report, verdict)
          .values()
          .forEach(
              byCluster ->
                  byCluster.forEach(
                      (cluster, namespaces) ->
                          lines.add(verdict + ": cluster " + cluster + ": " + names(namespaces))));
    }
    report.failures().forEach(failure -> lines.add(failure.message()));
    lines.addAll(unread(report));
    return lines;
  }

  /** Returns why something could not be read or is not as desired, one line each. */
  public static List<String> failures(ArrivalReport report) {
    List<String> lines = new ArrayList<>();
    report.failures().stream()
        .map(failure -> "logconfig: " + SafeText.line(Phrases.message(failure)))
        .distinct()
        .forEach(lines::add);
    unread(report).forEach(line -> lines.add("logconfig: " + line));
    if (!report.rules().isAsDesired()) {
      lines.add(
          report.rules().isUnknown()
              ? "verification failed: the rules could not be compared with the desired state"
              : "verification failed: the rules are not as desired; logconfig plan shows the"
                  + " changes");
    }
    return lines;
  }

  /** Returns why running pods could not be read, so that namespaces may be silent for it. */
  public static List<String> unread(ArrivalReport report) {
    return Phrases.byCause("cluster", report.unreadWorkloads()).stream()
        .map(
            line ->
                SafeText.line(
                    "running pods cannot be read, so namespaces without logs are SILENT at most: "
                        + line))
        .toList();
  }

  /**
   * Returns which options give more certain verdicts, one line each.
   *
   * @param checksWorkloads whether running pods were read
   */
  public static List<String> hints(ArrivalReport report, boolean checksWorkloads) {
    List<String> lines = new ArrayList<>();
    if (!checksWorkloads && report.count(ArrivalVerdict.SILENT) > 0) {
      lines.add(
          "no running pods were read, so namespaces without logs are SILENT at most;"
              + " --check-workloads reads them");
    }
    if (causes(report, ArrivalVerdict.UNKNOWN)
        .containsKey(Optional.of(UnknownCause.HIDDEN_RECORDS))) {
      lines.add(
          "permissions may hide records from the token, so namespaces without logs are UNKNOWN at"
              + " most; if its policies allow all log records, add --sees-all-records");
    }
    return lines;
  }

  /** Returns the namespaces of a verdict by cause and cluster; no cause is first. */
  private static Map<Optional<UnknownCause>, Map<String, List<NamespaceArrival>>> causes(
      ArrivalReport report, ArrivalVerdict verdict) {
    Map<Optional<UnknownCause>, Map<String, List<NamespaceArrival>>> causes = new LinkedHashMap<>();
    for (ClusterArrival cluster : report.clusters()) {
      for (NamespaceArrival namespace : cluster.namespaces()) {
        if (namespace.verdict() == verdict) {
          causes
              .computeIfAbsent(namespace.cause(), it -> new LinkedHashMap<>())
              .computeIfAbsent(cluster.cluster().value(), it -> new ArrayList<>())
              .add(namespace);
        }
      }
    }
    return causes;
  }

  private static String heading(
      ArrivalVerdict verdict,
      Optional<UnknownCause> cause,
      Map<String, List<NamespaceArrival>> byCluster) {
    int count = byCluster.values().stream().mapToInt(List::size).sum();
    return "%-8s %s of %s: %s"
        .formatted(
            verdict,
            Phrases.count(count, "namespace"),
            Phrases.count(byCluster.size(), "cluster"),
            meaning(verdict, cause));
  }

  private static String meaning(ArrivalVerdict verdict, Optional<UnknownCause> cause) {
    return switch (verdict) {
      case ARRIVES -> "records were seen";
      case SILENT -> "no record was seen, and no running workload is known";
      case MISSING -> "a workload runs, and no record was seen";
      case LEAKS -> "the logs should have stopped, and records were seen";
      case UNKNOWN -> cause.map(UnknownCause::text).orElse("");
    };
  }

  private static void lines(
      Map<String, List<NamespaceArrival>> byCluster, boolean detail, StringBuilder out) {
    int shown = 0;
    for (Map.Entry<String, List<NamespaceArrival>> cluster : byCluster.entrySet()) {
      if (detail) {
        cluster.getValue().forEach(it -> line(cluster.getKey(), line(it), out));
      } else if (shown < SHOWN_CLUSTERS) {
        line(cluster.getKey(), names(cluster.getValue()), out);
      }
      shown++;
    }
    if (!detail && shown > SHOWN_CLUSTERS) {
      out.append("  and ")
          .append(Phrases.count(shown - SHOWN_CLUSTERS, "more cluster"))
          .append('\n');
    }
  }

  private static void line(String cluster, String text, StringBuilder out) {
    out.append("  ").append(cluster).append(": ").append(text).append('\n');
  }

  private static String names(List<NamespaceArrival> namespaces) {
    String names =
        namespaces.stream()
            .limit(SHOWN_NAMES)
            .map(it -> it.namespace().value())
            .collect(Collectors.joining(", "));
    int more = namespaces.size() - SHOWN_NAMES;
    return more > 0 ? names + ", and " + more + " more" : names;
  }

  private static String line(NamespaceArrival namespace) {
    StringBuilder line = new StringBuilder(namespace.namespace().value());
    namespace.lastSeen().ifPresent(time -> line.append(", last seen ").append(time));
    if (namespace.records() > 0) {
      line.append(", ").append(Phrases.count(namespace.records(), "record"));
    }
    if (!namespace.buckets().isEmpty()) {
      line.append(" in ").append(String.join(", ", namespace.buckets()));
    }
    return SafeText.line(line.toString());
  }

  private static String summary(ArrivalReport report) {
    String rules = rules(report);
    if (report.environments().isEmpty()) {
      return rules;
    }
    int count = report.clusters().stream().mapToInt(it -> it.namespaces().size()).sum();
    List<String> parts = new ArrayList<>();
    for (ArrivalVerdict verdict : ORDER) {
      int found = report.count(verdict);
      if (found > 0) {
        boolean isVerb = verdict == ArrivalVerdict.ARRIVES || verdict == ArrivalVerdict.LEAKS;
        parts.add(0, found + " " + VERBS.get(verdict) + (isVerb && found == 1 ? "s" : ""));
      }
    }
    return rules
        + Phrases.count(count, "namespace")
        + (parts.isEmpty() ? "" : ": " + String.join(", ", parts))
        + ". "
        + cost(report)
        + ".\n";
  }

  private static String rules(ArrivalReport report) {
    List<LogConfigPlan> plans = report.rules().plan().clusters();
    long changed = plans.stream().filter(plan -> !plan.isEmpty()).count();
    if (report.rules().isAsDesired()) {
      return "The rules of " + Phrases.count(plans.size(), "cluster") + " are as desired.\n";
    }
    if (report.rules().isUnknown()) {
      int unread = report.rules().failures().size();
      return unread == 0
          ? "Whether the rules are as desired is not known.\n"
          : "Whether the rules of "
              + Phrases.count(unread, "cluster")
              + " are as desired is not known.\n";
    }
    return changed == 0
        ? "The rules are not as desired.\n"
        : "The rules of " + Phrases.count(changed, "cluster") + " are not as desired.\n";
  }

  /** Returns for example {@code 1 query scanned 1.2 GiB}. */
  private static String cost(ArrivalReport report) {
    int queries = report.environments().stream().mapToInt(EnvironmentArrival::queries).sum();
    String count = queries == 1 ? "1 query" : queries + " queries";
    return count + " scanned " + bytes(report.scannedBytes());
  }

  /** Returns a number of bytes for people, in powers of 1,024. */
  static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1 << 10 && unit < 3) {
      value /= 1 << 10;
      unit++;
    }
    return String.format(
        Locale.ROOT, "%.1f %s", value, List.of("KiB", "MiB", "GiB", "TiB").get(unit));
  }

  private static String colored(String line, ArrivalVerdict verdict, boolean colored) {
    String color =
        switch (verdict) {
          case LEAKS, MISSING -> RED;
          case UNKNOWN -> YELLOW;
          case ARRIVES -> GREEN;
          case SILENT -> "";
        };
    return colored && !color.isEmpty() ? "\u001B[" + color + "m" + line + "\u001B[0m" : line;
  }

  // JSON

  /** Returns the report as a tree for JSON. */
  public static Map<String, Object> json(ArrivalReport report) {
    List<Map<String, Object>> clusters = new ArrayList<>();
    List<Map<String, Object>> environments = new ArrayList<>();
    for (EnvironmentArrival environment : report.environments()) {
      environment.clusters().forEach(it -> clusters.add(tree(it, environment)));
      environments.add(tree(environment));
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    for (ArrivalVerdict verdict : ArrivalVerdict.values()) {
      summary.put(verdict.name().toLowerCase(Locale.ROOT), report.count(verdict));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("clusters", clusters);
    document.put("environments", environments);
    Boolean asDesired = report.rules().isUnknown() ? null : report.rules().isAsDesired();
    document.put("rules", Collections.singletonMap("asDesired", asDesired));
    document.put("failures", report.failures().stream().map(Failure::toTree).toList());
    document.put("cost", Map.of("scannedBytes", report.scannedBytes()));
    document.put("summary", summary);
    return document;
  }

  private static Map<String, Object> tree(ClusterArrival cluster, EnvironmentArrival environment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cluster", cluster.cluster().value());
    tree.put("environment", environment.environment().value());
    tree.put("namespaces", cluster.namespaces().stream().map(ArrivalView::tree).toList());
    Optional.ofNullable(environment.unreadWorkloads().get(cluster.cluster()))
        .ifPresent(reason -> tree.put("workloadsUnread", SafeText.line(reason)));
    return tree;
  }

  private static Map<String, Object> tree(NamespaceArrival namespace) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", namespace.namespace().value());
    tree.put("verdict", namespace.verdict().name());
    namespace.lastSeen().ifPresent(time -> tree.put("lastSeen", time.toString()));
    if (namespace.records() > 0) {
      tree.put("records", namespace.records());
    }
    if (!namespace.buckets().isEmpty()) {
      tree.put("buckets", namespace.buckets());
    }
    namespace
        .cause()
        .ifPresent(
            cause -> {
              tree.put("reason", cause.label());
              tree.put("message", cause.text());
            });
    return tree;
  }

  private static Map<String, Object> tree(EnvironmentArrival environment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", environment.environment().value());
    environment.start().ifPresent(time -> tree.put("from", time.toString()));
    environment.end().ifPresent(time -> tree.put("to", time.toString()));
    tree.put("queries", environment.queries());
    tree.put("scannedBytes", environment.scannedBytes());
    return tree;
  }

  // HTML

  /** Writes the report as a page. */
  public static void html(ArrivalReport report, PrintWriter out) {
    try {
      ArrivalHtml.write(
          report.clusters(),
          ORDER,
          summary(report).lines().toList(),
          Stream.concat(report.failures().stream().map(Phrases::message), unread(report).stream())
              .toList(),
          "logconfig " + Version.number(),
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

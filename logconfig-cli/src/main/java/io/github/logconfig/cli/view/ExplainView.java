package io.github.logconfig.cli.view;

import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.reconcile.ExplainReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.render.ExplanationJson;
import io.github.logconfig.render.ExplanationText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Result of {@code explain} for one namespace in one or more clusters. */
public final class ExplainView {

  /** Explanations of more clusters are printed only if something has to be done. */
  private static final int SHOWN_CLUSTERS = 3;

  private static final int MAX_SIMILAR = 3;

  private final String namespace;
  private final List<DesiredCluster> all;
  private final Map<ClusterName, ExplainReport> reports;
  private final Function<Optional<DesiredCluster>, String> optIn;
  private final List<Explanation> explanations;

  /**
   * Creates a view.
   *
   * @param all all desired clusters, for suggestions
   * @param reports the explained clusters; not empty
   * @param optIn how to opt in the namespace in a cluster, or in an unknown one
   */
  public ExplainView(
      NamespaceName namespace,
      List<DesiredCluster> all,
      Map<ClusterName, ExplainReport> reports,
      Function<Optional<DesiredCluster>, String> optIn) {
    this.namespace = namespace.value();
    this.all = all;
    this.reports = reports;
    this.optIn = optIn;
    this.explanations =
        reports.values().stream().flatMap(report -> report.explanation().stream()).toList();
  }

  /** Returns the failures of clusters that could not be explained. */
  public List<Failure> failures() {
    return reports.values().stream().flatMap(report -> report.failure().stream()).toList();
  }

  /** Returns a line for each cause of a failure. */
  public List<String> failureLines() {
    Map<ClusterName, String> messages = new LinkedHashMap<>();
    reports.forEach(
        (cluster, report) ->
            report.failure().ifPresent(failure -> messages.put(cluster, Phrases.message(failure))));
    return Phrases.byCause("cluster", messages);
  }

  /** Returns the explanations; a summary comes first if there are several clusters. */
  public String text() {
    StringBuilder text = new StringBuilder();
    boolean desired = isDesired();
    if (reports.size() > 1) {
      appendSummary(desired, text);
    }
    List<Explanation> shown =
        explanations.size() <= SHOWN_CLUSTERS
            ? explanations
            : explanations.stream()
                .filter(it -> desired && it.afterPlan().verdict().verdict() != Verdict.INGESTED)
                .limit(SHOWN_CLUSTERS)
                .toList();
    for (Explanation explanation : shown) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(ExplanationText.of(explanation, optIn(explanation)));
    }
    if (shown.size() < explanations.size()) {
      text.append(shown.isEmpty() ? "" : "\n")
          .append("--cluster NAME explains one of the ")
          .append(shown.isEmpty() ? "" : "other ")
          .append("clusters\n");
    }
    if (!desired && shown.isEmpty()) {
      text.append("to do: to opt in, ").append(optIn.apply(Optional.empty())).append('\n');
    }
    if (!desired) {
      similar()
          .forEach(
              (name, clusters) ->
                  text.append("similar: ")
                      .append(name)
                      .append(" is desired in ")
                      .append(clusters.size() == 1 ? "cluster " : "clusters ")
                      .append(Phrases.shortened(clusters))
                      .append('\n'));
    }
    return text.toString();
  }

  private void appendSummary(boolean desired, StringBuilder text) {
    text.append("namespace ")
        .append(namespace)
        .append(desired ? " is desired in " : " is not desired in any of ")
        .append(Phrases.count(reports.size(), "cluster"))
        .append('\n');
    Map<Verdict, List<String>> clusters = new TreeMap<>();
    for (Explanation explanation : explanations) {
      clusters
          .computeIfAbsent(explanation.now().verdict().verdict(), it -> new ArrayList<>())
          .add(explanation.plan().cluster().value());
    }
    clusters.forEach(
        (verdict, names) ->
            text.append("  ")
                .append(verdict.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(" now: ")
                .append(Phrases.count(names.size(), "cluster"))
                .append(" (")
                .append(Phrases.shortened(names))
                .append(")\n"));
    if (!failures().isEmpty()) {
      text.append("  failed: ").append(Phrases.count(failures().size(), "cluster")).append('\n');
    }
  }

  private boolean isDesired() {
    return all.stream()
        .filter(cluster -> reports.containsKey(cluster.name()))
        .flatMap(cluster -> cluster.namespaces().stream())
        .anyMatch(name -> name.value().equals(namespace));
  }

  private String optIn(Explanation explanation) {
    return optIn.apply(explanation.plan().desired());
  }

  /** Returns the explanation as a tree for JSON, or a list of them if there are several. */
  public Map<String, Object> json() {
    List<Map<String, Object>> clusters = new ArrayList<>();
    reports.forEach(
        (cluster, report) -> {
          report.explanation().ifPresent(it -> clusters.add(ExplanationJson.of(it, optIn(it))));
          report
              .failure()
              .ifPresent(
                  failure -> {
                    Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("cluster", cluster.value());
                    tree.put("namespace", namespace);
                    ApplyView.addFailure(tree, failure);
                    clusters.add(tree);
                  });
        });
    Map<String, Object> document = new LinkedHashMap<>();
    if (clusters.size() == 1) {
      document.putAll(clusters.get(0));
    } else {
      document.put("namespace", namespace);
      document.put("clusters", clusters);
    }
    if (!isDesired()) {
      document.put("similar", similar());
    }
    return document;
  }

  /** Returns desired namespaces with a similar name, closest first, and their clusters. */
  private Map<String, List<String>> similar() {
    Map<String, List<String>> candidates = new LinkedHashMap<>();
    for (DesiredCluster cluster : all) {
      for (NamespaceName name : cluster.namespaces()) {
        candidates
            .computeIfAbsent(name.value(), it -> new ArrayList<>())
            .add(cluster.name().value());
      }
    }
    Map<String, List<String>> similar = new LinkedHashMap<>();
    candidates.keySet().stream()
        .filter(this::mayBeMeant)
        .sorted(
            Comparator.comparingInt((String name) -> distance(namespace, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MAX_SIMILAR)
        .forEach(name -> similar.put(name, candidates.getOrDefault(name, List.of())));
    return similar;
  }

  /** Two edits, or one part more such as {@code shop-prod}. */
  private boolean mayBeMeant(String name) {
    int edits = namespace.length() < 5 ? 1 : 2;
    return name.startsWith(namespace + "-")
        || name.endsWith("-" + namespace)
        || namespace.startsWith(name + "-")
        || (Math.abs(name.length() - namespace.length()) <= edits
            && distance(namespace, name) <= edits);
  }

  /** Returns the number of inserted, deleted, replaced or swapped characters. */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}

package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.Violation;
import io.github.logconfig.reconcile.DesiredFleet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The stages of a desired state with their clusters.
 *
 * <p>Every cluster is in exactly one stage: the first that selects it. Clusters that no stage
 * selects are in an implicit last stage, {@value Stage#REST}. A cluster that could not be read, and
 * of which only the name is known, is in the first stage that may select it.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param stages the stages in their order, at least one
 * @param whole the whole desired state, all of it selected
 * @since 0.1.0
 */
public record Rollout(List<Members> stages, DesiredFleet whole) {

  /**
   * A stage and its clusters.
   *
   * @param clusters the clusters in the order of the desired state, those that could not be read
   *     last
   */
  public record Members(Stage stage, List<ClusterName> clusters) {

    /** Copies the clusters. */
    public Members {
      clusters = List.copyOf(clusters);
    }
  }

  /** Copies the stages. */
  public Rollout {
    stages = List.copyOf(stages);
  }

  /**
   * Returns the stages of a loaded state.
   *
   * @param stages the stages in their order
   * @throws ConfigValidationException if a name or pattern of a stage, or a stage as a whole,
   *     selects nothing: a stage that selects nothing protects nothing. It lists all of them
   */
  public static Rollout of(List<Stage> stages, LoadedState loaded) {
    List<DesiredCluster> clusters = loaded.state().clusters();
    Set<ClusterName> leftOut = new LinkedHashSet<>();
    loaded.problems().stream().map(Problem::cluster).forEach(it -> it.ifPresent(leftOut::add));
    clusters.forEach(cluster -> leftOut.remove(cluster.name()));
    requireMatches(stages, loaded, leftOut);
    List<Stage> all = new ArrayList<>(stages);
    all.add(Stage.rest());
    List<List<ClusterName>> members = new ArrayList<>();
    all.forEach(stage -> members.add(new ArrayList<>()));
    for (DesiredCluster cluster : clusters) {
      Map<String, String> labels = loaded.labels().getOrDefault(cluster.name(), Map.of());
      members.get(first(all, it -> it.selects(cluster, labels))).add(cluster.name());
    }
    leftOut.forEach(name -> members.get(first(all, it -> it.maySelect(name))).add(name));
    List<Members> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i < stages.size() || !members.get(i).isEmpty()) {
        result.add(new Members(all.get(i), members.get(i)));
      }
    }
    return new Rollout(result, DesiredFleet.from(loaded));
  }

  /** The last stage selects everything. */
  private static int first(List<Stage> stages, Function<StageSelector, Boolean> selects) {
    int i = 0;
    while (i < stages.size() - 1 && !selects.apply(stages.get(i).selector())) {
      i++;
    }
    return i;
  }

  private static void requireMatches(
      List<Stage> stages, LoadedState loaded, Set<ClusterName> leftOut) {
    List<String> clusters = new ArrayList<>();
    loaded.state().clusters().forEach(cluster -> clusters.add(cluster.name().value()));
    leftOut.forEach(name -> clusters.add(name.value()));
    List<String> environments =
        loaded.state().environments().stream().map(it -> it.name().value()).toList();
    List<Violation> violations = new ArrayList<>();
    for (Stage stage : stages) {
      int before = violations.size();
      unmatched(stage, "cluster", stage.selector().clusters(), clusters, violations);
      unmatched(stage, "environment", stage.selector().environments(), environments, violations);
      boolean selectsAny =
          loaded.state().clusters().stream()
                  .anyMatch(
                      it ->
                          stage
                              .selector()
                              .selects(it, loaded.labels().getOrDefault(it.name(), Map.of())))
              || leftOut.stream().anyMatch(stage.selector()::maySelect);
      if (violations.size() == before && !selectsAny) {
        violations.add(
            new Violation(
                "stages/" + stage.name(),
                "selects no cluster of the desired state"
                    + (stage.selector().labels().isEmpty()
                        ? ""
                        : "; no such cluster has the labels " + labels(stage.selector()))));
      }
    }
    if (!violations.isEmpty()) {
      throw new ConfigValidationException(violations);
    }
  }

  private static String labels(StageSelector selector) {
    return String.join(
        ", ",
        selector.labels().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .sorted()
            .toList());
  }

  private static void unmatched(
      Stage stage,
      String noun,
      List<NamePattern> patterns,
      List<String> names,
      List<Violation> violations) {
    patterns.stream()
        .filter(pattern -> names.stream().noneMatch(pattern::matches))
        .forEach(
            pattern ->
                violations.add(
                    new Violation(
                        "stages/" + stage.name(),
                        noun
                            + " "
                            + Quoted.of(pattern.text())
                            + (pattern.isPattern() ? " matches nothing in" : " is not in")
                            + " the desired state; expected names or patterns of "
                            + noun
                            + "s")));
  }

  /**
   * Returns the clusters that have to be done before all of these may be changed: those of stages
   * before the last stage that has one of these, without these.
   */
  public Set<ClusterName> before(Collection<ClusterName> clusters) {
    Set<ClusterName> changing = Set.copyOf(clusters);
    Set<ClusterName> before = new LinkedHashSet<>();
    Set<ClusterName> earlier = new LinkedHashSet<>();
    for (Members members : stages) {
      if (members.clusters().stream().anyMatch(changing::contains)) {
        before.addAll(earlier);
      }
      members.clusters().stream().filter(it -> !changing.contains(it)).forEach(earlier::add);
    }
    return before;
  }
}

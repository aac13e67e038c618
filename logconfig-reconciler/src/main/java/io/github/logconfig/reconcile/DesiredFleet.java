package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.model.Violation;
import io.github.logconfig.reconcile.internal.plan.PartialState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The desired state of a run: the whole state, the selected part of it, and the problems of its
 * source. The whole is needed even if only a part is selected: otherwise the rules of all other
 * clusters would look like orphans.
 *
 * <p>Use {@link #from} for a state that a source has loaded. Problems restrict what a run may do:
 *
 * <ul>
 *   <li>A problem that names a cluster which is not part of the state: that cluster is left out,
 *       and is reported as failed.
 *   <li>A problem that names a cluster of the state: namespaces are added to that cluster, and none
 *       are removed. If it also names a namespace, only that namespace is not removed.
 *   <li>A problem that names a host group: the same for the cluster of the state that has this host
 *       group. The host group may belong to the cluster that is left out.
 *   <li>A problem that names no cluster, or a cluster that is not part of the state and no host
 *       group: the same for every cluster.
 * </ul>
 *
 * <p>While there is any problem, no orphan is removed.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param state the valid part of the desired state
 * @param selection the selected clusters; empty if all are selected
 * @param problems what is wrong with the source of the state
 * @since 0.1.0
 */
public record DesiredFleet(
    DesiredState state, Optional<Set<ClusterName>> selection, List<Problem> problems) {

  /**
   * Copies the collections, and adds to problems of clusters of the state their host group.
   *
   * @throws ConfigValidationException if a selected cluster is neither part of the state nor named
   *     by a problem; it names them all
   */
  public DesiredFleet {
    selection = selection.map(names -> Set.copyOf(names));
    problems = problems.stream().map(problem -> withHostGroup(problem, state)).toList();
    requireKnown(state, selection.orElse(Set.of()), problems);
  }

  /** Returns the fleet of a desired state without problems, all of it selected. */
  public static DesiredFleet whole(DesiredState state) {
    return new DesiredFleet(state, Optional.empty(), List.of());
  }

  /** Returns the fleet of a loaded state with its problems, all of it selected. */
  public static DesiredFleet from(LoadedState loaded) {
    return new DesiredFleet(loaded.state(), Optional.empty(), loaded.problems());
  }

  /**
   * Returns the same fleet with only some clusters selected. Orphans are neither reported nor
   * removed then.
   *
   * @throws ConfigValidationException if a cluster is neither part of the state nor named by a
   *     problem; it names them all
   */
  public DesiredFleet only(Collection<ClusterName> clusters) {
    return new DesiredFleet(state, Optional.of(new LinkedHashSet<>(clusters)), problems);
  }

  /** Returns the selected clusters of the state, in its order. */
  public List<DesiredCluster> targets() {
    return state.clusters().stream().filter(cluster -> isSelected(cluster.name())).toList();
  }

  /** Returns the problems that concern selected clusters, or may do so. */
  public List<Problem> relevantProblems() {
    List<DesiredCluster> targets = targets();
    return problems.stream()
        .filter(
            problem ->
                problem.cluster().filter(this::isSelected).isPresent()
                    || selection.isEmpty()
                    || targets.stream()
                        .anyMatch(it -> PartialState.concerns(problem, it.name(), it.hostGroup())))
        .toList();
  }

  /** Returns the clusters that are missing from the state because of a problem, and why. */
  public Map<ClusterName, Failure> leftOut() {
    Map<ClusterName, Failure> leftOut = new LinkedHashMap<>();
    if (problems.isEmpty()) {
      return leftOut;
    }
    Set<ClusterName> present = names();
    for (Problem problem : problems) {
      problem
          .cluster()
          .filter(this::isSelected)
          .filter(name -> !present.contains(name))
          .ifPresent(name -> leftOut.putIfAbsent(name, Failure.of(problem)));
    }
    return leftOut;
  }

  /** Returns the environments without clusters; none if only some clusters are selected. */
  public List<Environment> environmentsWithoutClusters() {
    if (selection.isPresent()) {
      return List.of();
    }
    Set<EnvironmentName> used =
        state.clusters().stream()
            .map(cluster -> cluster.environment().name())
            .collect(Collectors.toSet());
    return state.environments().stream()
        .filter(environment -> !used.contains(environment.name()))
        .toList();
  }

  /** Whether orphaned rules can be determined. */
  public boolean knowsOrphans() {
    if (selection.isPresent() || problems.isEmpty()) {
      return selection.isEmpty();
    }
    Set<ClusterName> present = names();
    return problems.stream()
        .allMatch(
            it -> it.hostGroup().isPresent() || it.cluster().filter(present::contains).isPresent());
  }

  /** Returns the names of clusters with problems and of their host groups: no orphans. */
  public Set<TargetName> namesOfProblems() {
    Set<TargetName> names = new LinkedHashSet<>();
    for (Problem problem : problems) {
      problem.hostGroup().ifPresent(name -> names.add(new TargetName(name.value())));
      problem.cluster().ifPresent(name -> names.add(new TargetName(name.value())));
    }
    return names;
  }

  /** Returns the names of all clusters; empty if they are not known. */
  Optional<Set<ClusterName>> clusterNames() {
    if (selection.isPresent() || problems.stream().anyMatch(it -> it.cluster().isEmpty())) {
      return Optional.empty();
    }
    Set<ClusterName> names = names();
    problems.forEach(it -> it.cluster().ifPresent(names::add));
    return Optional.of(names);
  }

  private static Problem withHostGroup(Problem problem, DesiredState state) {
    if (problem.hostGroup().isPresent()) {
      return problem;
    }
    Optional<HostGroupName> known =
        state.clusters().stream()
            .filter(cluster -> problem.cluster().equals(Optional.of(cluster.name())))
            .map(DesiredCluster::hostGroup)
            .findFirst();
    return known.isEmpty()
        ? problem
        : new Problem(
            problem.location(),
            problem.message(),
            problem.kind(),
            problem.cluster(),
            known,
            problem.namespace());
  }

  private boolean isSelected(ClusterName name) {
    return selection.map(names -> names.contains(name)).orElse(true);
  }

  private Set<ClusterName> names() {
    return state.clusters().stream()
        .map(DesiredCluster::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void requireKnown(
      DesiredState state, Set<ClusterName> selection, List<Problem> problems) {
    Set<ClusterName> unknown = new LinkedHashSet<>(selection);
    state.clusters().forEach(cluster -> unknown.remove(cluster.name()));
    problems.forEach(problem -> problem.cluster().ifPresent(unknown::remove));
    if (!unknown.isEmpty()) {
      throw new ConfigValidationException(
          unknown.stream()
              .map(
                  name ->
                      new Violation(
                          "clusters/" + name,
                          "the cluster is selected but not in the desired state"))
              .toList());
    }
  }
}

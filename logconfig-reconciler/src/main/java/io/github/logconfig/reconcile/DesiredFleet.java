package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Violation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run is about: the desired state as a whole, which part of it is meant, and what of it
 * could not be read. The whole is needed even if only a part is meant: otherwise the rules of all
 * other clusters would look like orphans.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param state everything of the desired state that is sound
 * @param selection the clusters that are meant; empty if all are
 * @param broken what could not be read
 * @since 0.1.0
 */
public record DesiredFleet(
    DesiredState state, Optional<Set<ClusterName>> selection, List<BrokenCluster> broken) {

  /**
   * Copies the parts.
   *
   * @param state as told above
   * @param selection as told above
   * @param broken as told above
   * @throws ConfigValidationException if a selected cluster is neither sound nor broken; it names
   *     them all
   */
  public DesiredFleet {
    selection = selection.map(names -> Set.copyOf(names));
    broken = List.copyOf(broken);
    requireKnown(state, selection.orElse(Set.of()), broken);
  }

  /**
   * A desired state that is sound, and meant as a whole.
   *
   * @param state the desired state of all environments that it names
   * @return the fleet
   */
  public static DesiredFleet whole(DesiredState state) {
    return new DesiredFleet(state, Optional.empty(), List.of());
  }

  /**
   * The same fleet, of which only some clusters are meant. Orphans are neither looked for nor
   * removed then.
   *
   * @param clusters the names of the clusters
   * @return a narrower fleet
   * @throws ConfigValidationException if a cluster is neither sound nor broken; it names them all
   */
  public DesiredFleet only(Collection<ClusterName> clusters) {
    return new DesiredFleet(state, Optional.of(new LinkedHashSet<>(clusters)), broken);
  }

  /**
   * The same fleet, of which something could not be read. As long as anything is broken, no orphan
   * is removed.
   *
   * @param parts what could not be read
   * @return the fleet with these broken parts instead of those that it had
   */
  public DesiredFleet withBroken(List<BrokenCluster> parts) {
    return new DesiredFleet(state, selection, parts);
  }

  /** The clusters to be brought about: sound, meant, and not told to be broken. */
  List<DesiredCluster> targets() {
    Set<ClusterName> brokenNames = brokenNames();
    return state.clusters().stream()
        .filter(cluster -> isMeant(cluster.name()) && !brokenNames.contains(cluster.name()))
        .toList();
  }

  /** The broken parts that are meant, or may be. */
  List<BrokenCluster> brokenTargets() {
    return broken.stream().filter(it -> it.cluster().map(this::isMeant).orElse(true)).toList();
  }

  /** The environments that no cluster reports to, if the whole fleet is meant. */
  List<Environment> environmentsWithoutClusters() {
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

  /** Whether it can be told of rules of ours that nobody wants them any more. */
  boolean knowsOrphans() {
    return selection.isEmpty() && broken.stream().allMatch(it -> it.hostGroup().isPresent());
  }

  /** The host groups whose rules are no orphans although no sound cluster has them. */
  Set<HostGroupName> brokenHostGroups() {
    return broken.stream().flatMap(it -> it.hostGroup().stream()).collect(Collectors.toSet());
  }

  /** The names of all clusters there are; empty if that is not known. */
  Optional<Set<ClusterName>> clusterNames() {
    if (selection.isPresent() || broken.stream().anyMatch(it -> it.cluster().isEmpty())) {
      return Optional.empty();
    }
    Set<ClusterName> names = brokenNames();
    state.clusters().forEach(cluster -> names.add(cluster.name()));
    return Optional.of(names);
  }

  private boolean isMeant(ClusterName name) {
    return selection.map(names -> names.contains(name)).orElse(true);
  }

  private Set<ClusterName> brokenNames() {
    return broken.stream()
        .flatMap(it -> it.cluster().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void requireKnown(
      DesiredState state, Set<ClusterName> selection, List<BrokenCluster> broken) {
    Set<ClusterName> unknown = new LinkedHashSet<>(selection);
    state.clusters().forEach(cluster -> unknown.remove(cluster.name()));
    broken.forEach(part -> part.cluster().ifPresent(unknown::remove));
    if (!unknown.isEmpty()) {
      throw new ConfigValidationException(
          unknown.stream()
              .map(name -> new Violation("clusters/" + name, "the cluster is selected and unknown"))
              .toList());
    }
  }
}

package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import java.util.List;
import java.util.Map;

/**
 * Selects clusters by name, environment and labels. A cluster must match one of the names, one of
 * the environments, and have all labels. An empty part selects everything.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param clusters names of clusters
 * @param environments names of environments
 * @param labels labels that a cluster must have, all of them
 * @since 0.1.0
 */
public record StageSelector(
    List<NamePattern> clusters, List<NamePattern> environments, Map<String, String> labels) {

  /** Selects every cluster. */
  public static final StageSelector ALL = new StageSelector(List.of(), List.of(), Map.of());

  /** Copies the collections. */
  public StageSelector {
    clusters = List.copyOf(clusters);
    environments = List.copyOf(environments);
    labels = Map.copyOf(labels);
  }

  /** Returns whether a cluster with these labels is selected. */
  public boolean selects(DesiredCluster cluster, Map<String, String> itsLabels) {
    return maySelect(cluster.name())
        && NamePattern.anyMatches(environments, cluster.environment().name().value())
        && itsLabels.entrySet().containsAll(labels.entrySet());
  }

  /** Returns whether a cluster may be selected of which only the name is known. */
  boolean maySelect(ClusterName cluster) {
    return NamePattern.anyMatches(clusters, cluster.value());
  }
}

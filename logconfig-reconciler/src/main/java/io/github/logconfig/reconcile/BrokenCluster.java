package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.HostGroupName;
import java.util.Optional;

/**
 * A part of the desired state that could not be read. Nobody knows what is wanted there, so nothing
 * is changed there: a cluster that is missing because its file is broken is no orphan.
 *
 * @param cluster the cluster; empty if not even its name could be read
 * @param hostGroup its host group; empty if that could not be read. As long as the host group of
 *     one broken cluster is unknown, no rule can be told to be an orphan
 * @param message what is wrong, on one line, with its place
 * @since 0.1.0
 */
public record BrokenCluster(
    Optional<ClusterName> cluster, Optional<HostGroupName> hostGroup, String message) {

  /**
   * Something broken of which nothing else is known.
   *
   * @param message what is wrong, on one line, with its place
   * @return a broken part without a name
   */
  public static BrokenCluster unknown(String message) {
    return new BrokenCluster(Optional.empty(), Optional.empty(), message);
  }

  /**
   * A broken cluster whose name is known.
   *
   * @param cluster the cluster
   * @param message what is wrong, on one line, with its place
   * @return a broken cluster of unknown host group
   */
  public static BrokenCluster of(ClusterName cluster, String message) {
    return new BrokenCluster(Optional.of(cluster), Optional.empty(), message);
  }
}

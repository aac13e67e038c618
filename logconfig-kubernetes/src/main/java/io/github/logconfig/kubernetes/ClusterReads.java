package io.github.logconfig.kubernetes;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads clusters, up to 16 at the same time. */
@FunctionalInterface
interface ClusterReads {

  /** How many clusters are read at the same time. */
  int PARALLEL = 16;

  /** Reads a cluster; called by several threads. */
  void read(DesiredCluster cluster) throws ClusterException;

  /**
   * Reads clusters.
   *
   * @return why clusters could not be read
   * @throws InterruptedException if the thread is interrupted
   */
  static Map<ClusterName, String> all(Collection<DesiredCluster> clusters, ClusterReads each)
      throws InterruptedException {
    Map<ClusterName, String> unread = new ConcurrentHashMap<>();
    List<Callable<Object>> reads = new ArrayList<>();
    for (DesiredCluster cluster : clusters) {
      reads.add(
          Executors.callable(
              () -> {
                try {
                  each.read(cluster);
                } catch (ClusterException e) {
                  unread.put(cluster.name(), String.valueOf(e.getMessage()));
                }
              }));
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(PARALLEL, reads.size())));
    try {
      for (Future<Object> read : threads.invokeAll(reads)) {
        read.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cluster cannot be read", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return unread;
  }
}

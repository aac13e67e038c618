package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads which namespaces have pods that have run for at least 15 minutes: their logs should have
 * arrived in Dynatrace.
 *
 * <p>A pod counts if it is in the phase {@code Running}, is not being deleted, and has a container
 * that started 15 minutes ago or earlier, by the clock of the API server. Each namespace is listed
 * for itself, in pages of 100 pods, until one pod counts. Up to 16 clusters are read at the same
 * time, each for at most one minute.
 *
 * <p>The cluster behind a connection must have the UID of the desired cluster. A cluster whose UID
 * is not known is not read: its pods could be those of another cluster.
 *
 * <p>Requires the permissions to {@code list} namespaces and pods.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class RunningPods {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(15);
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connector connector;

  /** Connects to clusters. */
  @FunctionalInterface
  interface Connector {

    /** Returns a connection, which the caller closes. */
    KubernetesConnection connect(DesiredCluster cluster) throws ClusterException;
  }

  /**
   * What was read.
   *
   * @param namespaces the namespaces with pods that count, by cluster
   * @param unread why clusters could not be read, or not completely
   */
  public record Result(
      Map<ClusterName, Set<NamespaceName>> namespaces, Map<ClusterName, String> unread) {

    /** Copies the maps. */
    public Result {
      namespaces = Map.copyOf(namespaces);
      unread = Map.copyOf(unread);
    }
  }

  RunningPods(Connector connector) {
    this.connector = connector;
  }

  /**
   * Reads the pods of namespaces.
   *
   * @param namespaces the namespaces of each cluster to read
   * @throws InterruptedException if the thread is interrupted
   */
  public Result read(Map<DesiredCluster, Set<NamespaceName>> namespaces)
      throws InterruptedException {
    Map<ClusterName, Set<NamespaceName>> found = new ConcurrentHashMap<>();
    Map<ClusterName, String> unread =
        ClusterReads.all(
            namespaces.keySet(),
            cluster ->
                read(
                    cluster,
                    namespaces.getOrDefault(cluster, Set.of()),
                    found.computeIfAbsent(
                        cluster.name(), it -> ConcurrentHashMap.<NamespaceName>newKeySet())));
    return new Result(found, unread);
  }

  private void read(DesiredCluster cluster, Set<NamespaceName> namespaces, Set<NamespaceName> found)
      throws ClusterException {
    if (cluster.kubernetesClusterUid().isEmpty()) {
      throw ClusterException.invalid(
          "the UID of the cluster is not known; expected kubernetesCluster.uid in the desired"
              + " state, or a Kubernetes cluster in Dynatrace with hosts in its host group");
    }
    try (KubernetesConnection connection = connector.connect(cluster)) {
      try {
        read(connection, cluster.kubernetesClusterUid().get(), namespaces, found);
      } catch (ClusterException e) {
        throw e.at(connection.address());
      }
    }
  }

  private static void read(
      KubernetesConnection connection,
      KubernetesClusterUid uid,
      Set<NamespaceName> namespaces,
      Set<NamespaceName> found)
      throws ClusterException {
    long end = ObjectList.deadline(connection);
    requireUid(connection, uid, end);
    for (NamespaceName namespace : namespaces) {
      PodReader pods = new PodReader();
      ObjectList.read(
          connection,
          new ObjectList.Request(
              "api/v1/namespaces/" + namespace + "/pods?fieldSelector=status.phase%3DRunning",
              "application/json",
              PAGE,
              "pods"),
          end,
          pods);
      if (pods.isDone()) {
        found.add(namespace);
      }
    }
  }

  private static void requireUid(
      KubernetesConnection connection, KubernetesClusterUid expected, long end)
      throws ClusterException {
    StringBuilder uid = new StringBuilder();
    NamespaceMetadata.list(
        connection,
        "?fieldSelector=metadata.name%3D" + KubernetesSource.KUBE_SYSTEM,
        KubernetesSource.DEFAULT_KEY,
        end,
        namespace -> {
          if (namespace.name().equals(KubernetesSource.KUBE_SYSTEM)) {
            uid.append(namespace.uid());
          }
        });
    if (!expected.value().contentEquals(uid)) {
      throw ClusterException.invalid(
          "this is another cluster: its UID is "
              + (uid.isEmpty() ? "unknown" : Quoted.of(uid.toString()))
              + ", expected "
              + expected);
    }
  }

  /** Looks for a pod that counts. */
  private static final class PodReader implements ObjectList.Reader {

    private Instant latestStart = Instant.MIN;
    private boolean found;

    @Override
    public void begin(Optional<Instant> serverTime) {
      latestStart = serverTime.orElseGet(Instant::now).minus(LONG_ENOUGH);
    }

    @Override
    public void read(JsonParser parser) throws IOException {
      JsonNode pod = JSON.readTree(parser);
      JsonNode status = pod.path("status");
      if (!status.path("phase").asText().equals("Running")
          || pod.path("metadata").hasNonNull("deletionTimestamp")) {
        return;
      }
      for (JsonNode container : status.path("containerStatuses")) {
        found |= isEarly(container.at("/state/running/startedAt").asText());
      }
    }

    private boolean isEarly(String startedAt) {
      try {
        return !startedAt.isEmpty() && !Instant.parse(startedAt).isAfter(latestStart);
      } catch (DateTimeParseException e) {
        return false; // unknown
      }
    }

    @Override
    public boolean isDone() {
      return found;
    }
  }
}

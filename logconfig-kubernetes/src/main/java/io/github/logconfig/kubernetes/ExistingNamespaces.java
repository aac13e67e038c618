package io.github.logconfig.kubernetes;

import io.github.logconfig.kubernetes.KubernetesConnection.Network;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.Quoted;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * Reads which namespaces exist in clusters, so that typing mistakes in a desired state can be
 * found.
 *
 * <p>A cluster is reached by the context of the kubeconfig that has its name. If its UID is known,
 * the cluster behind the context must have it. Up to 16 clusters are read at the same time, each
 * for at most one minute. Requires the permission to {@code list} namespaces.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ExistingNamespaces {

  private final Optional<Path> kubeconfig;
  private final Optional<String> context;
  private final Network network;

  /**
   * The namespaces that exist.
   *
   * @param names all namespaces of the clusters that could be read
   * @param unread why the other clusters could not be read
   */
  public record Result(Map<ClusterName, Set<String>> names, Map<ClusterName, String> unread) {

    /** Copies the maps. */
    public Result {
      names = Map.copyOf(names);
      unread = Map.copyOf(unread);
    }
  }

  /**
   * Creates a reader.
   *
   * @param kubeconfig the file; by default the files of {@code KUBECONFIG}, or {@code
   *     ~/.kube/config}
   * @param context the context of all clusters instead of their names; sensible for one cluster
   */
  public ExistingNamespaces(Optional<Path> kubeconfig, Optional<String> context) {
    this(kubeconfig, context, Network.direct());
  }

  private ExistingNamespaces(Optional<Path> kubeconfig, Optional<String> context, Network network) {
    this.kubeconfig = kubeconfig;
    this.context = context;
    this.network = network;
  }

  /** Returns a copy that uses proxies, as {@link KubernetesClustersSource#withProxies}. */
  public ExistingNamespaces withProxies(
      ProxySelector proxies, Optional<Authenticator> authenticator) {
    return new ExistingNamespaces(kubeconfig, context, network.withProxies(proxies, authenticator));
  }

  /** Returns a copy with other certificates, as {@link KubernetesClustersSource#withTls}. */
  public ExistingNamespaces withTls(X509TrustManager trust, List<KeyManager> keys) {
    return new ExistingNamespaces(kubeconfig, context, network.withTls(trust, keys));
  }

  /**
   * Reads the namespaces of clusters.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public Result read(Collection<DesiredCluster> clusters) throws InterruptedException {
    Map<ClusterName, Set<String>> names = new ConcurrentHashMap<>();
    Map<ClusterName, String> unread =
        ClusterReads.all(clusters, cluster -> names.put(cluster.name(), read(cluster)));
    return new Result(names, unread);
  }

  /**
   * Returns a reader of the running pods of clusters, which are reached in the same way. Without a
   * kubeconfig, it reads the cluster that the program runs in, by the service account of its pod.
   */
  public RunningPods runningPods() {
    return new RunningPods(
        cluster ->
            new KubernetesConnection(
                Kubeconfig.read(kubeconfig).serverOrOwn(context(cluster)), network));
  }

  private String context(DesiredCluster cluster) {
    return context.orElse(cluster.name().value());
  }

  private KubernetesConnection connect(DesiredCluster cluster) throws ClusterException {
    return new KubernetesConnection(
        Kubeconfig.read(kubeconfig).server(Optional.of(context(cluster))), network);
  }

  private Set<String> read(DesiredCluster cluster) throws ClusterException {
    try (KubernetesConnection connection = connect(cluster)) {
      Set<String> names;
      try {
        names = list(connection, cluster, context(cluster));
      } catch (ClusterException e) {
        if (e.status() != HttpURLConnection.HTTP_GONE) {
          throw e;
        }
        names = list(connection, cluster, context(cluster)); // the list expired while it was read
      }
      return names;
    }
  }

  private static Set<String> list(
      KubernetesConnection connection, DesiredCluster cluster, String context)
      throws ClusterException {
    Set<String> names = new HashSet<>();
    StringBuilder uid = new StringBuilder();
    try {
      NamespaceMetadata.list(
          connection,
          "",
          KubernetesSource.DEFAULT_KEY,
          ObjectList.deadline(connection),
          namespace -> {
            names.add(namespace.name());
            if (namespace.name().equals(KubernetesSource.KUBE_SYSTEM)) {
              uid.append(namespace.uid());
            }
          });
    } catch (ClusterException e) {
      throw e.at(connection.address());
    }
    Optional<KubernetesClusterUid> expected = cluster.kubernetesClusterUid();
    if (expected.isPresent() && !expected.get().value().contentEquals(uid)) {
      throw ClusterException.invalid(
          "context "
              + Quoted.of(context)
              + " is another cluster: its UID is "
              + (uid.isEmpty() ? "unknown" : Quoted.of(uid.toString()))
              + ", expected "
              + expected.get());
    }
    return names;
  }
}

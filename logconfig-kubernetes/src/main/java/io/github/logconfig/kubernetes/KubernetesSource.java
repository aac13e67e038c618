package io.github.logconfig.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.WatchableSource;
import io.github.logconfig.source.internal.yaml.DesiredStateAssembler;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Location;
import java.util.Map;
import java.util.Optional;

/**
 * Desired state in the namespaces of one cluster, which opt in by a label or an annotation {@code
 * logconfig.io/ingest: "true"}.
 *
 * <p>Namespaces are listed in pages of 500, metadata only. A list that expires while it is read is
 * read again once. A namespace that is being deleted is not opted in. A value other than {@code
 * true} and {@code false}, or a label and an annotation that differ, is a problem of the cluster;
 * the namespace is not opted in, and the cluster stays in the desired state. A cluster that cannot
 * be read is a problem and is left out.
 *
 * <p>The UID of the namespace {@code kube-system} identifies the cluster. If it is not the expected
 * one, the cluster is a problem and is left out.
 *
 * <p>Requires the permission to {@code list} namespaces, and to {@code watch} them for {@link
 * #watch(Runnable)}. The configuration of the client determines retries.
 *
 * <p><b>Thread safety:</b> safe for use by several threads. The caller closes the client.
 *
 * @since 0.1.0
 */
public final class KubernetesSource implements WatchableSource {

  /** Default label or annotation by which a namespace opts in. */
  public static final String DEFAULT_KEY = "logconfig.io/ingest";

  /** The namespace whose UID identifies a cluster. */
  private static final String KUBE_SYSTEM = "kube-system";

  private final KubernetesClient client;
  private final DesiredCluster cluster;
  private final String key;

  /**
   * Creates a source for a cluster.
   *
   * @param client client of the cluster
   * @param cluster the cluster; its namespaces are replaced
   */
  public KubernetesSource(KubernetesClient client, DesiredCluster cluster) {
    this(client, cluster, DEFAULT_KEY);
  }

  /**
   * Creates a source for a cluster with another opt-in label or annotation.
   *
   * @param client client of the cluster
   * @param cluster the cluster; its namespaces are replaced
   * @param key label or annotation
   */
  public KubernetesSource(KubernetesClient client, DesiredCluster cluster, String key) {
    this.client = client;
    this.cluster = cluster;
    this.key = key;
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    DesiredStateAssembler assembler = new DesiredStateAssembler(problems);
    assembler.add(cluster.environment(), Location.ofFile("cluster " + cluster.name()));
    read(assembler, Map.of(), problems);
    return assembler.assemble();
  }

  @Override
  public Watching watch(Runnable changed) {
    return NamespaceWatch.start(client, key, changed);
  }

  /** Adds the cluster with its namespaces and its UID, unless one of them is invalid. */
  void read(DesiredStateAssembler assembler, Map<String, String> labels, Problems problems) {
    Location location = Location.ofFile("cluster " + cluster.name());
    Problems own = new Problems();
    try {
      Listing listing = readWithRetry();
      own.addAll(listing.problems());
      Optional<KubernetesClusterUid> uid = uid(listing.uid(), location, own);
      boolean isTheCluster = isExpected(uid, location, own);
      if (isTheCluster && listing.optIn().names().isPresent()) {
        assembler.add(
            DesiredCluster.builder()
                .from(cluster)
                .kubernetesClusterUid(uid.or(cluster::kubernetesClusterUid))
                .namespaces(listing.optIn().names().get())
                .build(),
            labels,
            location);
      }
    } catch (NamespaceList.ListException e) {
      own.add(location, "the namespaces cannot be listed: " + e.getMessage(), e.kind());
    }
    problems.addAllForCluster(cluster.name(), Optional.of(cluster.hostGroup()), own);
  }

  /** Result of one list. */
  private record Listing(OptedInNamespaces optIn, String uid, Problems problems) {}

  private Listing readWithRetry() throws NamespaceList.ListException {
    try {
      return read();
    } catch (NamespaceList.ListException e) {
      if (!e.isExpired()) {
        throw e;
      }
      return read();
    }
  }

  private Listing read() throws NamespaceList.ListException {
    Problems problems = new Problems();
    OptedInNamespaces optIn = new OptedInNamespaces(key, cluster.name().value(), problems);
    StringBuilder uid = new StringBuilder();
    NamespaceList.read(
        client,
        key,
        namespace -> {
          optIn.add(namespace);
          if (namespace.name().equals(KUBE_SYSTEM)) {
            uid.append(namespace.uid());
          }
        });
    return new Listing(optIn, uid.toString(), problems);
  }

  private static Optional<KubernetesClusterUid> uid(String text, Location location, Problems own) {
    try {
      return Optional.of(new KubernetesClusterUid(text));
    } catch (InvalidValueException e) {
      own.warn(
          location,
          "the UID of the cluster is unknown: the namespace "
              + KUBE_SYSTEM
              + (text.isEmpty() ? " is not in the list" : " has the UID " + Quoted.of(text)));
      return Optional.empty();
    }
  }

  /** Returns whether this is the expected cluster; a kubeconfig may select another one. */
  private boolean isExpected(Optional<KubernetesClusterUid> read, Location location, Problems own) {
    Optional<KubernetesClusterUid> expected = cluster.kubernetesClusterUid();
    if (read.isEmpty() || expected.isEmpty() || expected.equals(read)) {
      return true;
    }
    own.add(
        location,
        "the cluster has the UID "
            + read.get()
            + ", expected "
            + expected.get()
            + "; does the context select another cluster?");
    return false;
  }
}

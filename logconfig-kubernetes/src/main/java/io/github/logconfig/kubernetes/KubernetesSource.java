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
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.Map;
import java.util.Optional;

/**
 * Desired state of one cluster in the cluster itself: namespaces opt in by a label or an annotation
 * {@code logconfig.io/ingest: "true"}.
 *
 * <p>The namespaces are listed in pages of 500, metadata only; a list that expires while it is read
 * is read again from its start, once. A namespace that is being deleted counts as not opted in. So
 * does one with another value than {@code true} and {@code false}, or with a label and an
 * annotation that disagree; both are problems of the cluster, which stays in the desired state. A
 * cluster that cannot be read is a problem and is left out.
 *
 * <p>The UID of the namespace {@code kube-system} identifies the cluster. A cluster whose UID is
 * not the expected one is another cluster: it is a problem and is left out.
 *
 * <p>Needs the permission to {@code list} namespaces, and to {@code watch} them for {@link
 * #watch(Runnable)}. The client retries as it is configured to.
 *
 * <p><b>Thread safety:</b> safe for use by several threads; the client stays the caller's to close.
 *
 * @since 0.1.0
 */
public final class KubernetesSource implements WatchableSource {

  /** The default label or annotation by which a namespace opts in. */
  public static final String DEFAULT_KEY = "logconfig.io/ingest";

  /** The namespace whose UID identifies a cluster. */
  private static final String KUBE_SYSTEM = "kube-system";

  private final KubernetesClient client;
  private final DesiredCluster cluster;
  private final String key;

  /**
   * A source that asks a cluster.
   *
   * @param client a client of the cluster, made from a kubeconfig or inside the cluster
   * @param cluster what is known of the cluster; its namespaces are replaced
   */
  public KubernetesSource(KubernetesClient client, DesiredCluster cluster) {
    this(client, cluster, DEFAULT_KEY);
  }

  /**
   * A source that asks a cluster for another label or annotation.
   *
   * @param client a client of the cluster, made from a kubeconfig or inside the cluster
   * @param cluster what is known of the cluster; its namespaces are replaced
   * @param key the label or annotation
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
    assembler.add(cluster.environment(), Place.wholeOf("cluster " + cluster.name()));
    read(assembler, Map.of(), problems);
    return assembler.assemble();
  }

  @Override
  public Watching watch(Runnable changed) {
    return NamespaceWatch.start(client, key, changed);
  }

  /** Adds the cluster with its namespaces and its UID, unless one of them is not valid. */
  void read(DesiredStateAssembler assembler, Map<String, String> labels, Problems problems) {
    Place place = Place.wholeOf("cluster " + cluster.name());
    Problems own = new Problems();
    try {
      Reading reading = readAgainIfExpired();
      own.addAll(reading.problems());
      Optional<KubernetesClusterUid> uid = uid(reading.uid(), place, own);
      boolean isTheCluster = isExpected(uid, place, own);
      if (isTheCluster && reading.optIn().names().isPresent()) {
        assembler.add(
            DesiredCluster.builder()
                .from(cluster)
                .kubernetesClusterUid(uid.or(cluster::kubernetesClusterUid))
                .namespaces(reading.optIn().names().get())
                .build(),
            labels,
            place);
      }
    } catch (NamespaceList.Failed e) {
      own.add(place, "the namespaces cannot be listed: " + e.getMessage(), e.kind());
    }
    problems.addAllOf(cluster.name(), Optional.of(cluster.hostGroup()), own);
  }

  /** What one pass over the namespaces has found. */
  private record Reading(OptedInNamespaces optIn, String uid, Problems problems) {}

  private Reading readAgainIfExpired() throws NamespaceList.Failed {
    try {
      return read();
    } catch (NamespaceList.Failed e) {
      if (!e.isExpired()) {
        throw e;
      }
      return read();
    }
  }

  private Reading read() throws NamespaceList.Failed {
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
    return new Reading(optIn, uid.toString(), problems);
  }

  private static Optional<KubernetesClusterUid> uid(String text, Place place, Problems own) {
    try {
      return Optional.of(new KubernetesClusterUid(text));
    } catch (InvalidValueException e) {
      own.warn(
          place,
          "the UID of the cluster is not known: the namespace "
              + KUBE_SYSTEM
              + (text.isEmpty() ? " is not in the list" : " has the UID " + Quoted.of(text)));
      return Optional.empty();
    }
  }

  /** A kubeconfig may lead to another cluster than the one that the file describes. */
  private boolean isExpected(Optional<KubernetesClusterUid> read, Place place, Problems own) {
    Optional<KubernetesClusterUid> expected = cluster.kubernetesClusterUid();
    if (read.isEmpty() || expected.isEmpty() || expected.equals(read)) {
      return true;
    }
    own.add(
        place,
        "the cluster has the UID "
            + read.get()
            + ", expected "
            + expected.get()
            + "; does the context lead to another cluster?");
    return false;
  }
}

package io.github.logconfig.kubernetes;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.source.WatchableSource;
import io.github.logconfig.source.internal.yaml.DesiredStateAssembler;
import io.github.logconfig.source.internal.yaml.Problems;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/**
 * Desired state in the namespaces of one cluster, which opt in by a label or an annotation {@code
 * logconfig.io/ingest: "true"}.
 *
 * <p>Namespaces are listed in pages of 500, metadata only. A list that expires while it is read is
 * read again once. A namespace that is being deleted is not opted in. A value other than {@code
 * true} and {@code false}, or a label and an annotation that differ, is a problem of that namespace
 * only, which is neither added nor removed. A cluster that cannot be read is a problem and is left
 * out.
 *
 * <p>The UID of the namespace {@code kube-system} identifies the cluster. If it is not the expected
 * one, the cluster is a problem and is left out.
 *
 * <p>Requires the permission to {@code list} namespaces, and to {@code watch} them for {@link
 * #watch(Runnable)}. A missing permission to watch is logged once.
 *
 * <p><b>Thread safety:</b> safe for use by several threads. The caller closes the connection.
 *
 * @since 0.1.0
 */
public final class KubernetesSource implements WatchableSource {

  /** Default label or annotation by which a namespace opts in. */
  public static final String DEFAULT_KEY = "logconfig.io/ingest";

  /** The namespace whose UID identifies a cluster. */
  static final String KUBE_SYSTEM = "kube-system";

  private final KubernetesConnection connection;
  private final DesiredCluster cluster;
  private final String key;

  /**
   * Creates a source for a cluster.
   *
   * @param connection connection to the cluster
   * @param cluster the cluster; its namespaces are replaced
   */
  public KubernetesSource(KubernetesConnection connection, DesiredCluster cluster) {
    this(connection, cluster, DEFAULT_KEY);
  }

  /**
   * Creates a source for a cluster with another opt-in label or annotation.
   *
   * @param connection connection to the cluster
   * @param cluster the cluster; its namespaces are replaced
   * @param key label or annotation
   */
  public KubernetesSource(KubernetesConnection connection, DesiredCluster cluster, String key) {
    this.connection = connection;
    this.cluster = cluster;
    this.key = key;
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    DesiredStateAssembler assembler = new DesiredStateAssembler(problems);
    assembler.add(cluster.environment(), location());
    Problems own = new Problems();
    read(own).ifPresent(read -> assembler.add(read, Map.of(), location()));
    problems.addAllForCluster(cluster.name(), Optional.of(cluster.hostGroup()), own);
    return assembler.assemble();
  }

  @Override
  public Watching watch(Runnable changed) {
    return NamespaceWatch.start(connection, cluster.name().value(), key, changed);
  }

  private SourceLocation location() {
    return SourceLocation.ofPlace("cluster " + cluster.name());
  }

  /** Returns the cluster with its namespaces and its UID; empty, with a problem, if unknown. */
  Optional<DesiredCluster> read(Problems own) {
    try {
      Listing listing = readWithRetry();
      own.addAll(listing.problems());
      Optional<KubernetesClusterUid> uid = uid(listing.uid(), location(), own);
      if (isExpected(uid, location(), own)) {
        return listing
            .optIn()
            .names()
            .map(
                names ->
                    DesiredCluster.builder()
                        .from(cluster)
                        .kubernetesClusterUid(uid.or(cluster::kubernetesClusterUid))
                        .namespaces(names.keySet())
                        .locations(SourceLocations.of(Optional.of(location()), names))
                        .build());
      }
    } catch (ClusterException e) {
      own.add(
          location(),
          "the namespaces cannot be listed: " + connection.address() + ": " + e.getMessage(),
          e.kind());
    }
    return Optional.empty();
  }

  /** Result of one list. */
  private record Listing(OptedInNamespaces optIn, String uid, Problems problems) {}

  private Listing readWithRetry() throws ClusterException {
    long end = ObjectList.deadline(connection);
    try {
      return read(end);
    } catch (ClusterException e) {
      if (e.status() != HttpURLConnection.HTTP_GONE) {
        throw e;
      }
      return read(end);
    }
  }

  private Listing read(long end) throws ClusterException {
    Problems problems = new Problems();
    OptedInNamespaces optIn = new OptedInNamespaces(key, cluster.name().value(), problems);
    StringBuilder uid = new StringBuilder();
    NamespaceMetadata.list(
        connection,
        "",
        key,
        end,
        namespace -> {
          optIn.add(namespace);
          if (namespace.name().equals(KUBE_SYSTEM)) {
            uid.append(namespace.uid());
          }
        });
    return new Listing(optIn, uid.toString(), problems);
  }

  private static Optional<KubernetesClusterUid> uid(
      String text, SourceLocation location, Problems own) {
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
  private boolean isExpected(
      Optional<KubernetesClusterUid> read, SourceLocation location, Problems own) {
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

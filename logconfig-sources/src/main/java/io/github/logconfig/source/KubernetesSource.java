package io.github.logconfig.source;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.Problems.Place;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Desired state of one cluster in the cluster itself: namespaces opt in by a label or an annotation
 * {@code logconfig.io/ingest: "true"}.
 *
 * <p>The namespaces are listed in pages of 500; a list that expires on the way is read again from
 * its start, once. A namespace that is being deleted counts as not opted in. Any value but {@code
 * true} and {@code false}, or a label and an annotation that disagree, is a problem, and the
 * cluster is then left out. A cluster that cannot be read is a problem, too.
 *
 * <p>Needs the permission to {@code list} namespaces, and to {@code watch} them for {@link
 * #watch(Runnable)}. The client retries as it is configured to.
 *
 * <p><b>Thread safety:</b> safe for use by several threads; the client stays the caller's to close.
 *
 * @since 0.1.0
 */
public final class KubernetesSource implements WatchableSource {

  /** The label or annotation by which a namespace opts in, unless told else. */
  public static final String DEFAULT_KEY = "logconfig.io/ingest";

  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final DesiredCluster cluster;
  private final OptIn optIn;

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
    this.optIn = new OptIn(key);
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
    return NamespaceWatch.start(client, optIn, changed);
  }

  /** Adds the cluster with its namespaces, unless one of them cannot be told. */
  void read(DesiredStateAssembler assembler, Map<String, String> labels, Problems problems) {
    Place place = Place.wholeOf("cluster " + cluster.name());
    Problems own = new Problems();
    try {
      List<NamespaceName> names = new ArrayList<>();
      namespaces().forEach(it -> optIn.read(it, own).ifPresent(names::add));
      if (own.isEmpty()) {
        assembler.add(
            DesiredCluster.builder().from(cluster).namespaces(names).build(), labels, place);
      }
    } catch (KubernetesClientException e) {
      own.add(place, "the namespaces cannot be listed: " + reason(e), kind(e));
    }
    own.inOrder().forEach(problems::add);
  }

  private List<Namespace> namespaces() {
    try {
      return pages();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_GONE) {
        throw e;
      }
      return pages();
    }
  }

  private List<Namespace> pages() {
    List<Namespace> all = new ArrayList<>();
    String next = null;
    do {
      NamespaceList page =
          client
              .namespaces()
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      all.addAll(page.getItems());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return all;
  }

  /** Without a status there was no answer. */
  private static Problem.Kind kind(KubernetesClientException e) {
    return e.getCode() <= 0 ? Problem.Kind.UNREACHABLE : StatusKind.of(e.getCode());
  }

  private static String reason(KubernetesClientException e) {
    return Problems.oneLine(String.valueOf(e.getMessage()));
  }
}

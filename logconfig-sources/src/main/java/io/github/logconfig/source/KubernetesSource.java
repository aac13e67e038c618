package io.github.logconfig.source;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.Problems.Place;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    Place place = Place.wholeOf("cluster " + cluster.name());
    assembler.add(cluster.environment(), place);
    try {
      List<NamespaceName> names = new ArrayList<>();
      namespaces().forEach(it -> optedIn(it, problems).ifPresent(names::add));
      if (problems.isEmpty()) {
        assembler.add(
            DesiredCluster.builder().from(cluster).namespaces(names).build(), Map.of(), place);
      }
    } catch (KubernetesClientException e) {
      problems.add(place, "the namespaces cannot be listed: " + reason(e), kind(e));
    }
    return assembler.assemble();
  }

  @Override
  public Watching watch(Runnable changed) {
    return NamespaceWatch.start(client, changed);
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

  private Optional<NamespaceName> optedIn(Namespace namespace, Problems problems) {
    Place place = Place.wholeOf("namespace " + namespace.getMetadata().getName());
    if (namespace.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    String label = value(namespace.getMetadata().getLabels());
    String annotation = value(namespace.getMetadata().getAnnotations());
    if (!label.isEmpty() && !annotation.isEmpty() && !label.equals(annotation)) {
      problems.add(place, "label and annotation " + key + " disagree");
      return Optional.empty();
    }
    String value = label.isEmpty() ? annotation : label;
    if (value.isEmpty() || value.equals("false")) {
      return Optional.empty();
    }
    if (!value.equals("true")) {
      problems.add(place, key + " must be \"true\" or \"false\", not " + Quoted.of(value));
      return Optional.empty();
    }
    try {
      return Optional.of(new NamespaceName(namespace.getMetadata().getName()));
    } catch (InvalidValueException e) {
      problems.add(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String value(Map<String, String> entries) {
    return entries == null ? "" : entries.getOrDefault(key, "");
  }

  /** Without a status there was no answer. */
  private static Problem.Kind kind(KubernetesClientException e) {
    return e.getCode() <= 0 ? Problem.Kind.UNREACHABLE : StatusKind.of(e.getCode());
  }

  private static String reason(KubernetesClientException e) {
    return Problems.oneLine(String.valueOf(e.getMessage()));
  }
}

package io.github.logconfig.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.WatchableSource;
import io.github.logconfig.source.YamlFileSource;
import io.github.logconfig.source.internal.yaml.DesiredStateAssembler;
import io.github.logconfig.source.internal.yaml.PlainStateParser;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Location;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Desired state in the namespaces of several clusters, each read by a {@link KubernetesSource}. A
 * YAML file in the form of {@link YamlFileSource} lists the clusters. Instead of namespaces, a
 * cluster has the context of the kubeconfig by which it is reached:
 *
 * <pre>{@code
 * environments:
 *   - name: staging
 *     url: https://abc12345.live.dynatrace.com
 * clusters:
 *   - name: app-sre-stage-01
 *     environment: staging
 *     context: stage-01                # optional if there is one cluster
 * }</pre>
 *
 * <p>A single cluster without {@code context} uses the current context of the kubeconfig, or the
 * cluster that the program runs in. A cluster that cannot be read does not hide the others. Failed
 * requests are retried three times.
 *
 * <p><b>Thread safety:</b> immutable; every {@link #load} reads file, kubeconfig and clusters
 * again.
 *
 * @since 0.1.0
 */
public final class KubernetesClustersSource implements WatchableSource {

  private static final int RETRIES = 3;

  private final Path file;
  private final Access access;

  /**
   * Access to the clusters.
   *
   * @param kubeconfig overrides the default kubeconfig
   * @param context context of a single cluster without {@code context}
   * @param key opt-in label or annotation
   */
  private record Access(Optional<Path> kubeconfig, Optional<String> context, String key) {}

  /**
   * Creates a source for the clusters of a file.
   *
   * @param file the file; need not exist yet
   */
  public KubernetesClustersSource(Path file) {
    this(file, new Access(Optional.empty(), Optional.empty(), KubernetesSource.DEFAULT_KEY));
  }

  private KubernetesClustersSource(Path file, Access access) {
    this.file = file;
    this.access = access;
  }

  /**
   * Returns a copy with another kubeconfig than the default.
   *
   * @param kubeconfig the file; need not exist yet
   */
  public KubernetesClustersSource withKubeconfig(Path kubeconfig) {
    return new KubernetesClustersSource(
        file, new Access(Optional.of(kubeconfig), access.context(), access.key()));
  }

  /** Returns a copy that uses this context for a single cluster without {@code context}. */
  public KubernetesClustersSource withContext(String context) {
    return new KubernetesClustersSource(
        file, new Access(access.kubeconfig(), Optional.of(context), access.key()));
  }

  /** Returns a copy with another opt-in label or annotation than the default. */
  public KubernetesClustersSource withOptIn(String key) {
    return new KubernetesClustersSource(
        file, new Access(access.kubeconfig(), access.context(), key));
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    PlainStateParser plain = read(problems);
    LoadedState known = plain.assemble();
    DesiredStateAssembler assembler = new DesiredStateAssembler(problems);
    for (Environment environment : known.state().environments()) {
      assembler.add(environment, Location.ofFile(file.toString()));
    }
    for (DesiredCluster cluster : known.state().clusters()) {
      Map<String, String> labels = known.labels().getOrDefault(cluster.name(), Map.of());
      try (KubernetesClient client = client(plain, cluster)) {
        new KubernetesSource(client, cluster, access.key()).read(assembler, labels, problems);
      } catch (NoSuchContextException | KubernetesClientException e) {
        Problems own = new Problems();
        own.add(
            Location.ofFile("cluster " + cluster.name()),
            Problems.oneLine(String.valueOf(e.getMessage())));
        problems.addAllForCluster(cluster.name(), Optional.of(cluster.hostGroup()), own);
      }
    }
    return assembler.assemble();
  }

  /**
   * Watches the clusters that the file lists now, until the result is closed. The file is not
   * watched. An unreachable cluster is retried. A cluster with a problem in the file or the
   * kubeconfig is not watched.
   */
  @Override
  public Watching watch(Runnable changed) {
    PlainStateParser plain = read(new Problems());
    List<Runnable> closing = new ArrayList<>();
    for (DesiredCluster cluster : plain.assemble().state().clusters()) {
      try {
        KubernetesClient client = client(plain, cluster);
        closing.add(client::close);
        closing.add(new KubernetesSource(client, cluster, access.key()).watch(changed)::close);
      } catch (NoSuchContextException | KubernetesClientException e) {
        // the next load reports the problem
      }
    }
    return new Watches(closing);
  }

  private PlainStateParser read(Problems problems) {
    PlainStateParser plain = PlainStateParser.withoutNamespaces(problems);
    plain.read(file, Limits.DEFAULT);
    return plain;
  }

  private KubernetesClient client(PlainStateParser plain, DesiredCluster cluster)
      throws NoSuchContextException {
    boolean single = plain.assemble().state().clusters().size() == 1;
    Optional<String> context =
        Optional.ofNullable(plain.contexts().get(cluster.name()))
            .or(() -> single ? access.context() : Optional.empty());
    if (context.isEmpty() && !single) {
      throw new NoSuchContextException(
          "the cluster has no context; expected one because the file lists several clusters");
    }
    Config config = config(context.orElse(null));
    // fabric8 silently uses another cluster if the context is unknown
    if (context.isPresent()
        && (config.getCurrentContext() == null
            || !context.get().equals(config.getCurrentContext().getName()))) {
      throw new NoSuchContextException("the kubeconfig has no context " + Quoted.of(context.get()));
    }
    config.setRequestRetryBackoffLimit(RETRIES);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private Config config(@Nullable String context) throws NoSuchContextException {
    if (access.kubeconfig().isEmpty()) {
      return Config.autoConfigure(context);
    }
    Path kubeconfig = access.kubeconfig().get();
    if (!Files.isReadable(kubeconfig)) {
      throw new NoSuchContextException(
          "the kubeconfig " + Quoted.of(kubeconfig.toString()) + " cannot be read");
    }
    return Config.fromKubeconfig(context, kubeconfig.toFile());
  }

  private static final class NoSuchContextException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchContextException(String message) {
      super(message);
    }
  }

  /** Watches and their clients, closed in reverse order. */
  private record Watches(List<Runnable> closing) implements Watching {
    @Override
    public void close() {
      for (int i = closing.size() - 1; i >= 0; i--) {
        closing.get(i).run();
      }
    }
  }
}

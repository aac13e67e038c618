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
import io.github.logconfig.source.internal.yaml.IncludedFiles;
import io.github.logconfig.source.internal.yaml.Limits;
import io.github.logconfig.source.internal.yaml.PlainStateParser;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Desired state in the clusters themselves, each read as a {@link KubernetesSource} reads it. A
 * YAML file of the form of {@link YamlFileSource} says which clusters there are, without their
 * namespaces, and by which context of the kubeconfig each is reached:
 *
 * <pre>{@code
 * environments:
 *   - name: staging
 *     url: https://abc12345.live.dynatrace.com
 * clusters:
 *   - name: app-sre-stage-01
 *     environment: staging
 *     context: stage-01                # may be left out if there is one cluster
 * }</pre>
 *
 * <p>A single cluster without {@code context} is the one of the kubeconfig's current context, or
 * the one that the program runs in. One cluster that cannot be read does not hide the others.
 * Requests that fail for the moment are tried three times more.
 *
 * <p><b>Thread safety:</b> immutable; file, kubeconfig and clusters are read anew by every {@link
 * #load}.
 *
 * @since 0.1.0
 */
public final class KubernetesClustersSource implements WatchableSource {

  private static final int TRIES_MORE = 3;

  private final Path file;
  private final Access access;

  /**
   * How clusters are reached, and what they are asked.
   *
   * @param kubeconfig instead of the usual one
   * @param context of the only cluster, if the file does not say
   */
  private record Access(Optional<Path> kubeconfig, Optional<String> context, String key) {}

  /**
   * A source that reads a file and asks the clusters that it names.
   *
   * @param file the file; it need not exist yet
   */
  public KubernetesClustersSource(Path file) {
    this(file, new Access(Optional.empty(), Optional.empty(), KubernetesSource.DEFAULT_KEY));
  }

  private KubernetesClustersSource(Path file, Access access) {
    this.file = file;
    this.access = access;
  }

  /**
   * The same source, with another kubeconfig than the usual one.
   *
   * @param kubeconfig the file; it need not exist yet
   * @return the source
   */
  public KubernetesClustersSource withKubeconfig(Path kubeconfig) {
    return new KubernetesClustersSource(
        file, new Access(Optional.of(kubeconfig), access.context(), access.key()));
  }

  /**
   * The same source, with another context than the current one for a single cluster of which the
   * file does not say.
   *
   * @param context a context of the kubeconfig
   * @return the source
   */
  public KubernetesClustersSource withContext(String context) {
    return new KubernetesClustersSource(
        file, new Access(access.kubeconfig(), Optional.of(context), access.key()));
  }

  /**
   * The same source, asking for another label or annotation than {@value
   * KubernetesSource#DEFAULT_KEY}.
   *
   * @param key the label or annotation
   * @return the source
   */
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
      assembler.add(environment, Place.wholeOf(file.toString()));
    }
    for (DesiredCluster cluster : known.state().clusters()) {
      Map<String, String> labels = known.labels().getOrDefault(cluster.name(), Map.of());
      try (KubernetesClient client = client(plain, cluster)) {
        new KubernetesSource(client, cluster, access.key()).read(assembler, labels, problems);
      } catch (NoSuchContextException | KubernetesClientException e) {
        Problems own = new Problems();
        own.add(
            Place.wholeOf("cluster " + cluster.name()),
            Problems.oneLine(String.valueOf(e.getMessage())));
        problems.addAllOf(cluster.name(), Optional.of(cluster.hostGroup()), own);
      }
    }
    return assembler.assemble();
  }

  /**
   * Watches the clusters that the file names now until the result is closed; the file is not
   * watched. A cluster that cannot be reached is tried again and again. Clusters of which {@link
   * #load} has a problem with the file or the kubeconfig are not watched.
   *
   * @param changed as told at {@link WatchableSource#watch}
   * @return the watch
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
        // the next load tells
      }
    }
    return new Watches(closing);
  }

  private PlainStateParser read(Problems problems) {
    PlainStateParser plain = PlainStateParser.withoutNamespaces(problems);
    plain.read(IncludedFiles.from(file, problems, Limits.DEFAULT));
    return plain;
  }

  private KubernetesClient client(PlainStateParser plain, DesiredCluster cluster)
      throws NoSuchContextException {
    boolean single = plain.assemble().state().clusters().size() == 1;
    Optional<String> context =
        Optional.ofNullable(plain.contexts().get(cluster.name()))
            .or(() -> single ? access.context() : Optional.empty());
    if (context.isEmpty() && !single) {
      throw new NoSuchContextException("the cluster has no context, and it is not the only one");
    }
    Config config = config(context.orElse(null));
    // an unknown context would otherwise quietly be another cluster
    if (context.isPresent()
        && (config.getCurrentContext() == null
            || !context.get().equals(config.getCurrentContext().getName()))) {
      throw new NoSuchContextException("the kubeconfig has no context " + Quoted.of(context.get()));
    }
    config.setRequestRetryBackoffLimit(TRIES_MORE);
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

  /** Watches and their clients, closed in the reverse order. */
  private record Watches(List<Runnable> closing) implements Watching {
    @Override
    public void close() {
      for (int i = closing.size() - 1; i >= 0; i--) {
        closing.get(i).run();
      }
    }
  }
}

package io.github.logconfig.kubernetes;

import io.github.logconfig.kubernetes.KubernetesConnection.Network;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.WatchableSource;
import io.github.logconfig.source.YamlFileSource;
import io.github.logconfig.source.internal.yaml.DesiredStateAssembler;
import io.github.logconfig.source.internal.yaml.PlainStateParser;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509TrustManager;

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
 * cluster that the program runs in. Up to 16 clusters are read at the same time. A connection is
 * attempted for 10 seconds, a response may pause for 15 seconds, and a cluster is read for at most
 * one minute, with its exec plugin and all attempts. A cluster that cannot be read does not hide
 * the others.
 *
 * <p>The kubeconfig has the same meaning as for kubectl: several files in {@code KUBECONFIG}, exec
 * plugins, token files, client certificates, {@code tls-server-name} and {@code proxy-url}.
 *
 * <p><b>Thread safety:</b> immutable; every {@link #load} reads file, kubeconfig and clusters
 * again.
 *
 * @since 0.1.0
 */
public final class KubernetesClustersSource implements WatchableSource {

  private final Path file;
  private final Access access;

  /**
   * Access to the clusters.
   *
   * @param kubeconfig overrides the default kubeconfig
   * @param context context of a single cluster without {@code context}
   * @param key opt-in label or annotation
   * @param activity receives what is waited for
   */
  private record Access(
      Optional<Path> kubeconfig,
      Optional<String> context,
      String key,
      Network network,
      Consumer<String> activity) {}

  /** What was read of a cluster. */
  private record Answer(Optional<DesiredCluster> cluster, Problems problems) {}

  /**
   * Creates a source for the clusters of a file.
   *
   * @param file the file; need not exist yet
   */
  public KubernetesClustersSource(Path file) {
    this(
        file,
        new Access(
            Optional.empty(),
            Optional.empty(),
            KubernetesSource.DEFAULT_KEY,
            Network.direct(),
            activity -> {}));
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
        file,
        new Access(
            Optional.of(kubeconfig),
            access.context(),
            access.key(),
            access.network(),
            access.activity()));
  }

  /** Returns a copy that uses this context for a single cluster without {@code context}. */
  public KubernetesClustersSource withContext(String context) {
    return new KubernetesClustersSource(
        file,
        new Access(
            access.kubeconfig(),
            Optional.of(context),
            access.key(),
            access.network(),
            access.activity()));
  }

  /** Returns a copy with another opt-in label or annotation than the default. */
  public KubernetesClustersSource withOptIn(String key) {
    return new KubernetesClustersSource(
        file,
        new Access(
            access.kubeconfig(), access.context(), key, access.network(), access.activity()));
  }

  /**
   * Returns a copy that uses proxies, for clusters without {@code proxy-url}.
   *
   * @param proxies selects the proxy of a URL
   * @param authenticator users and passwords of the proxies; empty for none
   */
  public KubernetesClustersSource withProxies(
      ProxySelector proxies, Optional<Authenticator> authenticator) {
    return withNetwork(access.network().withProxies(proxies, authenticator));
  }

  /**
   * Returns a copy with other certificates than those of Java.
   *
   * @param trust trusted servers, for clusters without certificate authority
   * @param keys client certificate, for clusters without one; none if empty
   */
  public KubernetesClustersSource withTls(X509TrustManager trust, List<KeyManager> keys) {
    return withNetwork(access.network().withTls(trust, keys));
  }

  KubernetesClustersSource withTimeouts(Duration pause, Duration total) {
    return withNetwork(access.network().withTimeouts(pause, total));
  }

  private KubernetesClustersSource withNetwork(Network network) {
    return new KubernetesClustersSource(
        file,
        new Access(
            access.kubeconfig(), access.context(), access.key(), network, access.activity()));
  }

  /**
   * Returns a copy that states what it waits for.
   *
   * @param activity receives a text such as {@code the clusters stage-01 (attempt 2), stage-02}
   *     whenever it changes, by any thread; must not block
   */
  public KubernetesClustersSource withActivity(Consumer<String> activity) {
    return new KubernetesClustersSource(
        file,
        new Access(
            access.kubeconfig(), access.context(), access.key(), access.network(), activity));
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    PlainStateParser plain = read(problems);
    LoadedState known = plain.assemble();
    DesiredStateAssembler assembler = new DesiredStateAssembler(problems);
    for (Environment environment : known.state().environments()) {
      assembler.add(environment, YamlFile.location(file));
    }
    List<DesiredCluster> clusters = known.state().clusters();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(ClusterReads.PARALLEL, clusters.size())));
    try {
      List<Callable<Answer>> reads = new ArrayList<>();
      Pending pending = new Pending(clusters, access.activity());
      clusters.forEach(cluster -> reads.add(() -> read(plain, cluster, pending)));
      List<Future<Answer>> answers = threads.invokeAll(reads);
      for (int i = 0; i < clusters.size(); i++) {
        DesiredCluster cluster = clusters.get(i);
        Answer answer = answers.get(i).get();
        problems.addAllForCluster(
            cluster.name(), Optional.of(cluster.hostGroup()), answer.problems());
        Map<String, String> labels = known.labels().getOrDefault(cluster.name(), Map.of());
        answer.cluster().ifPresent(read -> assembler.add(read, labels, location(cluster)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(YamlFile.location(file), "interrupted", Problem.Kind.UNREACHABLE);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cluster cannot be read", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return assembler.assemble();
  }

  private Answer read(PlainStateParser plain, DesiredCluster cluster, Pending pending) {
    Problems own = new Problems();
    try (KubernetesConnection connection =
        connection(plain, cluster, attempt -> pending.attempt(cluster, attempt))) {
      return new Answer(new KubernetesSource(connection, cluster, access.key()).read(own), own);
    } catch (ClusterException e) {
      own.add(location(cluster), String.valueOf(e.getMessage()), e.kind());
      return new Answer(Optional.empty(), own);
    } finally {
      pending.done(cluster);
    }
  }

  /** The clusters that are not read yet, with the number of attempts. */
  private static final class Pending {

    private static final int SHOWN = 3;

    private final Map<String, Integer> attempts = new LinkedHashMap<>();
    private final Consumer<String> activity;

    Pending(List<DesiredCluster> clusters, Consumer<String> activity) {
      clusters.forEach(cluster -> attempts.put(cluster.name().value(), 1));
      this.activity = activity;
      report();
    }

    synchronized void attempt(DesiredCluster cluster, int attempt) {
      attempts.put(cluster.name().value(), attempt);
      report();
    }

    synchronized void done(DesiredCluster cluster) {
      attempts.remove(cluster.name().value());
      report();
    }

    private void report() {
      String shown =
          attempts.entrySet().stream()
              .limit(SHOWN)
              .map(
                  it ->
                      it.getKey() + (it.getValue() == 1 ? "" : " (attempt " + it.getValue() + ")"))
              .collect(Collectors.joining(", "));
      int more = attempts.size() - SHOWN;
      activity.accept(
          (attempts.size() == 1 ? "the cluster " : "the clusters ")
              + shown
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private static SourceLocation location(DesiredCluster cluster) {
    return SourceLocation.ofPlace("cluster " + cluster.name());
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
        KubernetesConnection connection = connection(plain, cluster, attempt -> {});
        closing.add(connection::close);
        closing.add(new KubernetesSource(connection, cluster, access.key()).watch(changed)::close);
      } catch (ClusterException e) {
        // the next load reports the problem
      }
    }
    return new Watches(closing);
  }

  /** Returns a reader of the running pods of the clusters, with the contexts of the file now. */
  public RunningPods runningPods() {
    PlainStateParser plain = read(new Problems());
    return new RunningPods(cluster -> connection(plain, cluster, attempt -> {}));
  }

  private PlainStateParser read(Problems problems) {
    PlainStateParser plain = PlainStateParser.withoutNamespaces(problems);
    plain.read(file, Limits.DEFAULT);
    return plain;
  }

  private KubernetesConnection connection(
      PlainStateParser plain, DesiredCluster cluster, IntConsumer attempts)
      throws ClusterException {
    boolean single = plain.assemble().state().clusters().size() == 1;
    Optional<String> context =
        Optional.ofNullable(plain.contexts().get(cluster.name()))
            .or(() -> single ? access.context() : Optional.empty());
    if (context.isEmpty() && !single) {
      throw ClusterException.invalid(
          "the cluster has no context; expected one because the file lists several clusters");
    }
    return new KubernetesConnection(
        Kubeconfig.read(access.kubeconfig()).server(context), access.network(), attempts);
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

package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.kubernetes.ExistingNamespaces;
import io.github.logconfig.kubernetes.KubernetesClustersSource;
import io.github.logconfig.kubernetes.KubernetesSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Access to Kubernetes clusters that are read for {@code --kubernetes}. */
public final class KubernetesOptions {

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "With --kubernetes, --check-namespaces or --check-workloads: this kubeconfig instead of"
              + " the default one.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "With one cluster: this context instead of the current one for --kubernetes, and of the"
              + " one with the name of the cluster for --check-namespaces and --check-workloads.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = "--opt-in",
      paramLabel = "KEY",
      description =
          "With --kubernetes: label or annotation by which a namespace opts in (default:"
              + " logconfig.io/ingest).")
  private Optional<String> optIn = Optional.empty();

  private boolean readsContexts;

  /** Allows the options for another purpose than {@code --kubernetes}. */
  void setReadsContexts() {
    readsContexts = true;
  }

  /**
   * Returns a reader of the namespaces that exist.
   *
   * @param clusters number of clusters to read
   */
  ExistingNamespaces existing(int clusters) {
    if (context.isPresent() && clusters != 1) {
      throw new InvalidInputException(
          shown("--context", context.get())
              + " requires one cluster, but "
              + clusters
              + " are selected; select one with --cluster");
    }
    return contexts();
  }

  /** Returns a reader of clusters by the contexts that have their names. */
  ExistingNamespaces contexts() {
    return new ExistingNamespaces(kubeconfig, context);
  }

  /** Returns whether an option of {@code --kubernetes} was given. */
  boolean isGiven() {
    return ofSource().isPresent();
  }

  /** Refuses these options for sources other than {@code --kubernetes}. */
  void requireNone() {
    ofSource()
        .ifPresent(
            option -> {
              throw new InvalidInputException(option + " requires --kubernetes");
            });
  }

  private Optional<String> ofSource() {
    Optional<String> key = optIn.map(it -> shown("--opt-in", it));
    return readsContexts
        ? key
        : kubeconfig
            .map(file -> shown("--kubeconfig", file))
            .or(() -> context.map(name -> shown("--context", name)))
            .or(() -> key);
  }

  private static String shown(String option, Object value) {
    return option + " " + SafeText.quoted(value.toString());
  }

  /** Returns the label or annotation by which a namespace opts in. */
  String optInKey() {
    return optIn.orElse(KubernetesSource.DEFAULT_KEY);
  }

  KubernetesClustersSource source(Path file) {
    KubernetesClustersSource source = new KubernetesClustersSource(file);
    source = kubeconfig.map(source::withKubeconfig).orElse(source);
    source = context.map(source::withContext).orElse(source);
    return optIn.map(source::withOptIn).orElse(source);
  }
}

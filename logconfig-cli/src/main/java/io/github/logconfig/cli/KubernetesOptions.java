package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.KubernetesClustersSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How clusters are reached that are asked for their own namespaces. */
@Command(addMethodSubcommands = false)
final class KubernetesOptions {

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "With --kubernetes: this kubeconfig instead of the usual one.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "With --kubernetes and one cluster: this context instead of the current one.")
  private @Nullable String context;

  @Option(
      names = "--opt-in",
      paramLabel = "KEY",
      description =
          "With --kubernetes: the label or annotation by which a namespace opts in (default:"
              + " logconfig.io/ingest).")
  private @Nullable String optIn;

  boolean isGiven() {
    return kubeconfig != null || context != null || optIn != null;
  }

  /** These options have a meaning with {@code --kubernetes} only. */
  void requireNone() {
    refuse("--kubeconfig", kubeconfig);
    refuse("--context", context);
    refuse("--opt-in", optIn);
  }

  private static void refuse(String option, @Nullable Object value) {
    if (value != null) {
      throw new InvalidInputException(
          option + " " + Quoted.of(value.toString()) + " has a meaning with --kubernetes only");
    }
  }

  KubernetesClustersSource source(Path file) {
    KubernetesClustersSource source = new KubernetesClustersSource(file);
    source = kubeconfig == null ? source : source.withKubeconfig(kubeconfig);
    source = context == null ? source : source.withContext(context);
    return optIn == null ? source : source.withOptIn(optIn);
  }
}

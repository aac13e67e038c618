package io.github.logconfig.cli;

import io.github.logconfig.kubernetes.KubernetesClustersSource;
import io.github.logconfig.model.Quoted;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** How clusters are reached that are asked for their own namespaces. */
final class KubernetesOptions {

  private final OptionValue<Optional<Path>> kubeconfig =
      OptionValue.path(
          "--kubeconfig", "FILE", "With --kubernetes: this kubeconfig instead of the usual one.");

  private final OptionValue<Optional<String>> context =
      OptionValue.text(
          "--context",
          "NAME",
          "With --kubernetes and one cluster: this context instead of the current one.");

  private final OptionValue<Optional<String>> optIn =
      OptionValue.text(
          "--opt-in",
          "KEY",
          "With --kubernetes: the label or annotation by which a namespace opts in (default:"
              + " logconfig.io/ingest).");

  void addTo(CommandSpec command) {
    kubeconfig.addTo(command);
    context.addTo(command);
    optIn.addTo(command);
  }

  boolean isGiven() {
    return kubeconfig.value().isPresent()
        || context.value().isPresent()
        || optIn.value().isPresent();
  }

  /** These options have a meaning with {@code --kubernetes} only. */
  void requireNone() {
    refuse(kubeconfig);
    refuse(context);
    refuse(optIn);
  }

  private static <T> void refuse(OptionValue<Optional<T>> option) {
    if (option.value().isPresent()) {
      throw new InvalidInputException(
          option.name()
              + " "
              + Quoted.of(option.value().get().toString())
              + " has a meaning with --kubernetes only");
    }
  }

  KubernetesClustersSource source(Path file) {
    KubernetesClustersSource source = new KubernetesClustersSource(file);
    source = kubeconfig.value().map(source::withKubeconfig).orElse(source);
    source = context.value().map(source::withContext).orElse(source);
    return optIn.value().map(source::withOptIn).orElse(source);
  }
}

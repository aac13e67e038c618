package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.view.AnnotationView;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.inventory.UnknownNamespace;
import io.github.logconfig.kubernetes.ExistingNamespaces;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.render.Annotation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Validates the desired state. */
@Command(
    name = "validate",
    description = {
      "Validates the desired state. Does not connect to Dynatrace.",
      "With --check-namespaces, warns about desired namespaces that do not exist in the clusters."
    },
    footer = {
      "",
      "Exit codes: 0 valid, 3 invalid; every problem is a line on standard error.",
      "",
      "Examples:",
      "  logconfig validate --data ./data",
      "  logconfig validate --file desired.yaml --output github",
      "      shows problems next to the lines of a pull request",
      "  logconfig validate --file desired.yaml --check-namespaces --cluster app-sre-stage-01",
      "      finds typing mistakes in the names of namespaces"
    })
public final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Format of the result on standard output: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Format output = Format.text;

  @Option(
      names = "--check-namespaces",
      description = {
        "Read the namespaces of the clusters, and warn about desired ones that do not exist.",
        "A cluster is reached by the context of the kubeconfig that has its name."
      })
  private boolean checksNamespaces;

  @Mixin private DesiredStateOptions source = new DesiredStateOptions();

  /** Values of {@code --output}. */
  enum Format {
    text,
    json,
    sarif,
    junit,
    github
  }

  @Override
  public Integer call() {
    if (checksNamespaces) {
      source.setReadsContexts();
    }
    List<Problem> warnings = new ArrayList<>();
    Loaded loaded = load(warnings::add);
    DesiredState state = loaded.state();
    Optional<ExistingNamespaces.Result> existing = loaded.existing();
    List<Problem> unknown = existing.map(it -> unknown(state.clusters(), it)).orElse(List.of());
    warnings.addAll(unknown);
    int environments = state.environments().size();
    int clusters = state.clusters().size();
    int namespaces =
        state.clusters().stream().mapToInt(cluster -> cluster.namespaces().size()).sum();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("environments", environments);
    totals.put("clusters", clusters);
    totals.put("namespaces", namespaces);
    existing.ifPresent(
        it -> {
          totals.put("checkedClusters", it.names().size());
          totals.put("unknownNamespaces", unknown.size());
          totals.put("uncheckedClusters", it.unread().size());
        });
    PrintWriter err = spec.commandLine().getErr();
    unknown.forEach(warning -> err.println("logconfig: warning: " + source.located(warning)));
    existing.ifPresent(
        it ->
            new TreeMap<>(it.unread())
                .forEach(
                    (cluster, reason) ->
                        err.println(
                            "logconfig: namespaces of cluster "
                                + cluster
                                + " are not checked: "
                                + reason)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case text ->
              "Valid: %s, %s, %s.\n"
                      .formatted(
                          Phrases.count(environments, "environment"),
                          Phrases.count(clusters, "cluster"),
                          Phrases.count(namespaces, "namespace"))
                  + existing.map(it -> compared(it, clusters, unknown.size())).orElse("");
          case json -> Json.of(totals);
          case sarif, junit, github ->
              AnnotationView.of(
                  AnnotationView.Format.valueOf(output.name()),
                  "validate",
                  List.of(),
                  warnings.stream()
                      .map(warning -> Annotation.of(Severity.WARNING, warning))
                      .toList());
        });
    out.flush();
    return ExitCode.DONE;
  }

  /**
   * What is validated.
   *
   * @param existing the namespaces of the clusters; empty without {@code --check-namespaces}
   */
  private record Loaded(DesiredState state, Optional<ExistingNamespaces.Result> existing) {}

  private Loaded load(Consumer<Problem> warned) {
    Optional<Progress> progress = Session.progress(spec, "the desired state");
    try {
      DesiredState state = source.select(spec.commandLine().getErr(), progress, warned).state();
      if (!checksNamespaces) {
        return new Loaded(state, Optional.empty());
      }
      String what = "the namespaces of " + Phrases.count(state.clusters().size(), "cluster");
      progress.ifPresent(it -> it.goOnWith(what));
      return new Loaded(state, Optional.of(source.existingNamespaces(state.clusters())));
    } finally {
      progress.ifPresent(Progress::close);
    }
  }

  private static String compared(ExistingNamespaces.Result existing, int clusters, int unknown) {
    if (existing.names().isEmpty()) {
      return "Not compared with the namespaces of any cluster.\n";
    }
    return "Compared with the namespaces of %d of %s: %s.\n"
        .formatted(
            existing.names().size(),
            Phrases.count(clusters, "cluster"),
            unknown == 0
                ? "all exist"
                : Phrases.count(unknown, "namespace")
                    + (unknown == 1 ? " does not exist" : " do not exist"));
  }

  /** Returns a warning for each desired namespace that does not exist. */
  private static List<Problem> unknown(
      List<DesiredCluster> clusters, ExistingNamespaces.Result existing) {
    List<Problem> warnings = new ArrayList<>();
    for (DesiredCluster cluster : clusters) {
      Set<String> names = existing.names().get(cluster.name());
      if (names == null) {
        continue;
      }
      for (UnknownNamespace namespace : UnknownNamespace.of(cluster, names)) {
        SourceLocation place =
            namespace
                .location()
                .or(() -> cluster.locations().cluster())
                .orElse(SourceLocation.ofPlace("cluster " + cluster.name()));
        warnings.add(
            new Problem(
                place,
                "namespace "
                    + namespace.name()
                    + " does not exist in cluster "
                    + cluster.name()
                    + namespace.suggestion()));
      }
    }
    return warnings;
  }
}

package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.view.AnnotationView;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.render.Annotation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Validates the desired state. */
@Command(
    name = "validate",
    description = "Validates the desired state. Does not connect to Dynatrace.",
    footer = {
      "",
      "Exit codes: 0 valid, 3 invalid; every problem is a line on standard error.",
      "",
      "Examples:",
      "  logconfig validate --data ./data",
      "  logconfig validate --file desired.yaml --output github",
      "      shows problems next to the lines of a pull request"
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
    List<Annotation> warnings = new ArrayList<>();
    DesiredState state =
        Session.load(
            source, spec, warning -> warnings.add(Annotation.of(Severity.WARNING, warning)));
    int environments = state.environments().size();
    int clusters = state.clusters().size();
    int namespaces =
        state.clusters().stream().mapToInt(cluster -> cluster.namespaces().size()).sum();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("environments", environments);
    totals.put("clusters", clusters);
    totals.put("namespaces", namespaces);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case text ->
              "Valid: %s, %s, %s.\n"
                  .formatted(
                      Phrases.count(environments, "environment"),
                      Phrases.count(clusters, "cluster"),
                      Phrases.count(namespaces, "namespace"));
          case json -> Json.of(totals);
          case sarif, junit, github ->
              AnnotationView.of(
                  AnnotationView.Format.valueOf(output.name()), "validate", List.of(), warnings);
        });
    out.flush();
    return ExitCode.DONE;
  }
}

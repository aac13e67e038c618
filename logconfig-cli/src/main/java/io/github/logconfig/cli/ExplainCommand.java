package io.github.logconfig.cli;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.reconcile.ExplainReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.render.ExplanationJson;
import io.github.logconfig.render.ExplanationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether logs are ingested, and which rule decides; writes nothing. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    sortOptions = false,
    description =
        "Tells whether logs of a namespace are ingested, and which rule decides: now, and after the"
            + " plan.",
    footer = {
      "",
      "Example:",
      "  logconfig explain --file desired.yaml --cluster app-sre-stage-01 github-mirror-stage",
      "  logconfig explain --file desired.yaml --cluster prod-1 shop --attribute loglevel=debug"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SessionOptions options = new SessionOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAMESPACE",
      description = "The namespace that the logs come from.")
  private @Nullable String namespace;

  @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "The same as an option.")
  private @Nullable String namespaceOption;

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      description =
          "Something else that is known of the logs, such as loglevel=error; may be repeated.")
  private List<String> attributes = new ArrayList<>();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    LogRecord known = known();
    try (Session session = options.open(WriteOptions.none(), spec.commandLine().getErr())) {
      ExplainReport report = session.reconciler().explain(onlyCluster(session), known);
      if (report.failure().isPresent()) {
        Failure failure = report.failure().get();
        spec.commandLine().getErr().println("logconfig: " + failure.message());
        return ExitCode.of(List.of(failure));
      }
      Explanation explanation = report.explanation().orElseThrow();
      output.print(() -> ExplanationText.of(explanation), () -> ExplanationJson.of(explanation));
      return ExitCode.DONE;
    }
  }

  private static DesiredCluster onlyCluster(Session session) {
    List<DesiredCluster> clusters = session.desired().clusters();
    if (clusters.size() != 1) {
      throw new InvalidInputException(
          "explain is about one cluster, not " + clusters.size() + "; choose it with --cluster");
    }
    return clusters.get(0);
  }

  private LogRecord known() {
    if (namespace != null && namespaceOption != null) {
      throw new InvalidInputException(
          "name the namespace once: "
              + Quoted.of(namespace)
              + ", or --namespace "
              + Quoted.of(namespaceOption));
    }
    String name = namespace != null ? namespace : namespaceOption;
    if (name == null) {
      throw new InvalidInputException("name the namespace that the logs come from");
    }
    Map<Attribute, Set<String>> values = new LinkedHashMap<>();
    try {
      values.put(Attribute.K8S_NAMESPACE_NAME, Set.of(new NamespaceName(name).value()));
    } catch (InvalidValueException e) {
      throw new InvalidInputException(
          (namespace == null ? "--namespace: " : "NAMESPACE: ") + e.getMessage());
    }
    for (String attribute : attributes) {
      int equals = attribute.indexOf('=');
      Attribute key = new Attribute(attribute.substring(0, Math.max(equals, 0)));
      if (!key.isKnown()) {
        throw new InvalidInputException(
            "--attribute "
                + Quoted.of(attribute)
                + " is not KEY=VALUE with one of the keys "
                + String.join(", ", Attribute.known().stream().map(Attribute::key).toList()));
      }
      values.computeIfAbsent(key, it -> new LinkedHashSet<>()).add(attribute.substring(equals + 1));
    }
    return new LogRecord(values);
  }
}

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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells whether logs are ingested, and which rule decides; writes nothing. */
final class ExplainCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final SessionOptions options = new SessionOptions();

  private final PositionalParamSpec namespace =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .paramLabel("NAMESPACE")
          .type(String.class)
          .description("The namespace that the logs come from.")
          .build();

  private final OptionValue<Optional<String>> namespaceOption =
      OptionValue.text("--namespace", "NAMESPACE", "The same as an option.");

  private final OptionValue<List<String>> attributes =
      OptionValue.texts(
          "--attribute",
          "KEY=VALUE",
          "Something else that is known of the logs, such as loglevel=error; may be repeated.");

  private final OutputOptions output = new OutputOptions(spec);

  ExplainCommand() {
    spec.name("explain")
        .usageMessage()
        .description(
            "Tells whether logs of a namespace are ingested, and which rule decides: now, and after"
                + " the plan.")
        .footer(
            "",
            "Example:",
            "  logconfig explain --file desired.yaml --cluster app-sre-stage-01"
                + " github-mirror-stage",
            "  logconfig explain --file desired.yaml --cluster prod-1 shop --attribute"
                + " loglevel=debug");
    options.addTo(spec);
    spec.addPositional(namespace);
    namespaceOption.addTo(spec);
    attributes.addTo(spec);
    output.addToCommand();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    LogRecord known = known();
    try (Session session = options.open(WriteOptions.none(), spec.commandLine().getErr())) {
      ExplainReport report =
          session
              .reconciler()
              .explain(onlyCluster(session), session.fleet().state().clusters(), known);
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
    Optional<String> parameter = Optional.ofNullable(namespace.getValue());
    Optional<String> option = namespaceOption.value();
    if (parameter.isPresent() && option.isPresent()) {
      throw new InvalidInputException(
          "name the namespace once: "
              + Quoted.of(parameter.get())
              + ", or --namespace "
              + Quoted.of(option.get()));
    }
    Optional<String> name = parameter.or(() -> option);
    if (name.isEmpty()) {
      throw new InvalidInputException("name the namespace that the logs come from");
    }
    Map<Attribute, Set<String>> values = new LinkedHashMap<>();
    try {
      values.put(Attribute.K8S_NAMESPACE_NAME, Set.of(new NamespaceName(name.get()).value()));
    } catch (InvalidValueException e) {
      throw new InvalidInputException(
          (parameter.isEmpty() ? "--namespace: " : "NAMESPACE: ") + e.getMessage());
    }
    for (String attribute : attributes.value()) {
      int equals = attribute.indexOf('=');
      Attribute key = new Attribute(attribute.substring(0, Math.max(equals, 0)));
      if (!key.isKnown()) {
        throw new InvalidInputException(
            "--attribute "
                + Quoted.of(attribute)
                + " is not KEY=VALUE with one of the keys "
                + String.join(", ", Attribute.known().stream().map(Attribute::key).toList()));
      }
      if (key.equals(Attribute.K8S_NAMESPACE_NAME)) {
        throw new InvalidInputException(
            "--attribute "
                + Quoted.of(attribute)
                + ": the namespace is given as NAMESPACE or --namespace, and there is only one");
      }
      values.computeIfAbsent(key, it -> new LinkedHashSet<>()).add(attribute.substring(equals + 1));
    }
    return new LogRecord(values);
  }
}

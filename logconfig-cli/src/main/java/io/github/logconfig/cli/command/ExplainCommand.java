package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.cli.option.SelectionOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.ExplainView;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.ExplainReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.rule.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows whether logs are ingested, and the deciding rule. */
@Command(
    name = "explain",
    description =
        "Shows whether logs of a namespace are ingested, and the deciding rule: now, and after the"
            + " plan. Explains every selected cluster that desires the namespace; if none does,"
            + " those whose data defines it, or all. Writes nothing.",
    footer = {
      "",
      "Examples:",
      "  logconfig explain --config logconfig.yaml shop",
      "  logconfig explain --file desired.yaml --cluster prod-1 shop --attribute loglevel=debug"
    })
public final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAMESPACE",
      description = "Namespace of the logs.")
  private Optional<String> parameter = Optional.empty();

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "Namespace of the logs, as an option.")
  private Optional<String> option = Optional.empty();

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      description = "Another attribute of the logs, for example loglevel=error; can be repeated.")
  private List<String> attributes = new ArrayList<>();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SessionOptions options = new SessionOptions();

  @Override
  public Integer call() {
    NamespaceName namespace = namespace();
    LogRecord known = known(namespace);
    WriteOptions readOnly = WriteOptions.readOnly(new ImpactLimitOptions());
    try (Session session =
        Session.open(options, readOnly, spec, selected -> clustersOf(namespace, selected))) {
      Map<ClusterName, ExplainReport> reports =
          session.reconciler().explain(session.fleet(), known);
      session.hideProgress();
      ExplainView view =
          new ExplainView(
              namespace,
              session.fleet().state().clusters(),
              reports,
              cluster -> options.desired().optIn(namespace, cluster));
      List<Failure> failures = view.failures();
      if (failures.size() == 1 && reports.size() == 1 && !output.isText()) {
        output.printError(failures.get(0));
      } else if (failures.size() < reports.size()) {
        output.print(view::text, view::json);
      }
      view.failureLines()
          .forEach(line -> spec.commandLine().getErr().println("logconfig: " + line));
      return ExitCode.of(failures);
    }
  }

  /**
   * Returns the selected clusters that desire the namespace, or else those that define it, or else
   * all: rules of others may include it.
   */
  private static SelectionOptions.Selected clustersOf(
      NamespaceName namespace, SelectionOptions.Selected selected) {
    List<DesiredCluster> clusters = selected.state().clusters();
    if (clusters.isEmpty()) {
      throw new InvalidInputException("no cluster is selected; explain expects at least one");
    }
    List<DesiredCluster> desiring =
        clusters.stream().filter(cluster -> cluster.namespaces().contains(namespace)).toList();
    List<DesiredCluster> defining =
        clusters.stream()
            .filter(cluster -> cluster.locations().namespace(namespace).isPresent())
            .toList();
    return selected.only(
        !desiring.isEmpty() ? desiring : !defining.isEmpty() ? defining : clusters);
  }

  private LogRecord known(NamespaceName namespace) {
    Map<Attribute, Set<String>> values = new LinkedHashMap<>();
    values.put(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace.value()));
    for (String attribute : attributes) {
      int equals = attribute.indexOf('=');
      Attribute key = new Attribute(attribute.substring(0, Math.max(equals, 0)));
      if (!key.isKnown()) {
        throw new InvalidInputException(
            "--attribute "
                + Quoted.of(attribute)
                + "; expected KEY=VALUE with one of the keys "
                + String.join(", ", Attribute.known().stream().map(Attribute::key).toList()));
      }
      if (key.equals(Attribute.K8S_NAMESPACE_NAME)) {
        throw new InvalidInputException(
            "--attribute "
                + Quoted.of(attribute)
                + " is a second namespace; expected only NAMESPACE or --namespace");
      }
      values.computeIfAbsent(key, it -> new LinkedHashSet<>()).add(attribute.substring(equals + 1));
    }
    return new LogRecord(values);
  }

  private NamespaceName namespace() {
    if (parameter.isPresent() && option.isPresent()) {
      throw new InvalidInputException(
          "two namespaces: "
              + Quoted.of(parameter.get())
              + " and --namespace "
              + Quoted.of(option.get())
              + "; expected one");
    }
    String name =
        parameter
            .or(() -> option)
            .orElseThrow(() -> new InvalidInputException("no namespace; expected NAMESPACE"));
    try {
      return new NamespaceName(name);
    } catch (InvalidValueException e) {
      throw new InvalidInputException(
          (parameter.isEmpty() ? "--namespace: " : "NAMESPACE: ") + e.getMessage());
    }
  }
}

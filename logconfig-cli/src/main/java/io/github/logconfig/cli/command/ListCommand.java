package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.Version;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.SelectionOptions.Selected;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.inventory.RuleInventory;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.Observation;
import io.github.logconfig.render.InventoryHtml;
import io.github.logconfig.render.InventoryJson;
import io.github.logconfig.render.InventoryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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

/** Lists the rules of environments. */
@Command(
    name = "list",
    description = {
      "Lists all log ingest rules of the selected environments in evaluation order. Writes"
          + " nothing.",
      "For every rule: who manages it, who wrote it last, which logs it includes or excludes, and"
          + " whether it is redundant, a duplicate or an orphan.",
      "Without a desired state, lists the environments of the configuration file."
    },
    footer = {
      "",
      "Exit codes: 0 listed, 1 failed for several causes, 3 invalid input, 6 permission, 7"
          + " unreachable.",
      "",
      "Examples:",
      "  logconfig list --config logconfig.yaml",
      "  logconfig list --file desired.yaml --environment staging --output html > rules.html"
    })
public final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Formats of the list. */
  enum Format {
    text,
    json,
    html
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|html",
      defaultValue = "text",
      description = "Format of the result on standard output (default: ${DEFAULT-VALUE}).")
  private Format output = Format.text;

  @Mixin private SessionOptions options = new SessionOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    boolean hasSource = options.desired().hasSource();
    Selected selected = Session.selected(options.desired(), spec);
    List<Environment> environments = environments(selected);
    WriteOptions readOnly = WriteOptions.readOnly(new ImpactLimitOptions());
    try (Session session = Session.open(environments, selected, options, readOnly, spec)) {
      List<DesiredCluster> desired = selected.fleet().state().clusters();
      Observation observation = session.reconciler().observe(environments, desired);
      session.hideProgress();
      boolean isComplete = hasSource && selected.fleet().knowsOrphans();
      List<RuleInventory> inventories = new ArrayList<>();
      observation
          .states()
          .forEach(
              (name, state) ->
                  inventories.add(
                      RuleInventory.of(
                          state,
                          desired.stream()
                              .filter(it -> it.environment().name().equals(name))
                              .toList(),
                          isComplete,
                          options.owner())));
      print(inventories, observation.failures());
      observation
          .failures()
          .values()
          .forEach(it -> err.println("logconfig: " + SafeText.line(Phrases.message(it))));
      return ExitCode.of(List.copyOf(observation.failures().values()));
    }
  }

  /** Returns the selected environments; those of the clusters if clusters are selected. */
  private static List<Environment> environments(Selected selected) {
    return selected.fleet().selection().isPresent()
        ? selected.state().clusters().stream().map(DesiredCluster::environment).distinct().toList()
        : selected.state().environments();
  }

  private void print(List<RuleInventory> inventories, Map<EnvironmentName, Failure> failures) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text -> {
        // how many rules there are is not known if no environment could be read
        if (!inventories.isEmpty() || failures.isEmpty()) {
          out.print(InventoryText.of(inventories, LogConfigCommand.of(spec).isColored()));
        }
      }
      case json -> out.print(Json.of(document(inventories, failures)));
      case html -> {
        try {
          InventoryHtml.write(
              inventories,
              failures.values().stream().map(Phrases::message).toList(),
              "logconfig " + Version.number(),
              out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    out.flush();
  }

  private static Map<String, Object> document(
      List<RuleInventory> inventories, Map<EnvironmentName, Failure> failures) {
    List<Map<String, Object>> failed = new ArrayList<>();
    failures.forEach(
        (name, failure) ->
            failed.add(Map.of("environment", name.value(), "message", failure.message())));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environments", inventories.stream().map(InventoryJson::of).toList());
    document.put("failures", failed);
    return document;
  }
}

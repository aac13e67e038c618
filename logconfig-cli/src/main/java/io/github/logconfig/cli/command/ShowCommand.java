package io.github.logconfig.cli.command;

import io.github.logconfig.cli.option.PlanKeyOptions;
import io.github.logconfig.cli.option.PlanOutputOptions;
import io.github.logconfig.reconcile.PlanReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a saved plan. */
@Command(
    name = "show",
    description = "Shows a saved plan in any format. Does not connect to Dynatrace.",
    footer = {
      "",
      "Exit codes: as those of plan: 0 nothing to change, 1 failed for at least one cluster, 2"
          + " changes, 3 invalid input, 4 refused by the impact limit.",
      "",
      "Examples:",
      "  logconfig show plan.json",
      "  logconfig show plan.json --detail",
      "  logconfig show plan.json --output markdown --report-url https://ci.example.com/plan.html"
    })
public final class ShowCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "Plan that plan --out has saved.")
  private Path file = Path.of("");

  @Option(
      names = "--remove-orphans",
      description = "Show what apply --plan FILE --remove-orphans would do.")
  private boolean removeOrphans;

  @Mixin private PlanKeyOptions key = new PlanKeyOptions();
  @Mixin private PlanOutputOptions output = new PlanOutputOptions();

  @Override
  public Integer call() {
    output.validate();
    PlanReport saved = PlanFile.read("FILE", file, key.read());
    PlanReport report = removeOrphans ? saved.assessingRemovals() : saved;
    output.print(report, removeOrphans, Map.of());
    return PlanCommand.exitCode(report, removeOrphans, false);
  }
}

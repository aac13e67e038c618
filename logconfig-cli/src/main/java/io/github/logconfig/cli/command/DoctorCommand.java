package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.option.ImpactLimitOptions;
import io.github.logconfig.cli.option.OutputOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.DoctorView;
import io.github.logconfig.reconcile.Diagnosis;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks the requirements of a first apply. */
@Command(
    name = "doctor",
    description = {
      "Checks the requirements of a first apply. Writes nothing.",
      "For every environment: address, token, scopes and clock. For every cluster: host group,"
          + " rules of the Kubernetes cluster, fall-through to wider rules, impact limit and all"
          + " other findings.",
      "Prints problems first, then warnings. Checks that passed are only listed with --verbose."
    },
    footer = {
      "",
      "Exit codes: 0 nothing blocks an apply, 1 other or several causes, 3 invalid input, 4 refused"
          + " by the impact limit, 6 permission, 7 unreachable.",
      "",
      "Example:",
      "  logconfig doctor --file desired.yaml"
    })
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private ImpactLimitOptions impactLimit = new ImpactLimitOptions();

  @Override
  public Integer call() {
    try (Session session = Session.open(options, WriteOptions.readOnly(impactLimit), spec)) {
      Diagnosis diagnosis = session.reconciler().diagnose(session.desired());
      session.hideProgress();
      output.print(
          () -> DoctorView.text(diagnosis, LogConfigCommand.of(spec).isVerbose()),
          () -> DoctorView.json(diagnosis));
      return ExitCode.of(diagnosis.failures());
    }
  }
}

package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.Version;
import io.github.logconfig.cli.option.OutputOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the version. */
@Command(
    name = "version",
    description = "Shows the version.",
    footer = {"", "Example:", "  logconfig version --output json"})
public final class VersionCommand implements Callable<Integer> {

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    output.print(
        () -> "logconfig " + Version.number() + "\n", () -> Map.of("version", Version.number()));
    return ExitCode.DONE;
  }
}

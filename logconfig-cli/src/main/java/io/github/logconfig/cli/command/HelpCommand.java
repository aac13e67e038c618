package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.inventory.Spelling;
import io.github.logconfig.model.Quoted;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command. */
@Command(
    name = "help",
    description = "Shows the help of a command, or of logconfig.",
    footer = {"", "Example:", "  logconfig help plan"})
public final class HelpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "The command.")
  private Optional<String> command = Optional.empty();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    Map<String, CommandLine> commands = root.getSubcommands();
    if (command.isPresent() && !commands.containsKey(command.get())) {
      List<String> closest = Spelling.closest(command.get(), commands.keySet());
      throw new InvalidInputException(
          "unknown command "
              + Quoted.of(command.get())
              + (closest.isEmpty()
                  ? "; expected " + String.join(", ", commands.keySet())
                  : "; did you mean " + String.join(" or ", closest) + "?"));
    }
    PrintWriter out = spec.commandLine().getOut();
    command.map(commands::get).orElse(root).usage(out);
    out.flush();
    return ExitCode.DONE;
  }
}

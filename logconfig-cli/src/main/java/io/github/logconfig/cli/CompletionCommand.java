package io.github.logconfig.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the script with which a shell completes commands, options and their values. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes the script with which a shell completes commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(logconfig completion bash)",
      "  logconfig completion bash > /etc/bash_completion.d/logconfig",
      "  logconfig completion zsh > \"${fpath[1]}/_logconfig\""
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells, as they are called on the command line. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String script = AutoComplete.bash("logconfig", spec.root().commandLine());
    // zsh understands the script of bash; this line lets it be found by its name
    out.print(shell == Shell.zsh ? "#compdef logconfig\n" + script : script);
    out.flush();
    return ExitCode.DONE;
  }
}

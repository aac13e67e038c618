package io.github.logconfig.cli.command;

import io.github.logconfig.cli.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(logconfig completion bash)",
      "  logconfig completion bash > /etc/bash_completion.d/logconfig",
      "  logconfig completion zsh > /usr/share/zsh/site-functions/_logconfig"
    })
public final class CompletionCommand implements Callable<Integer> {

  /** Supported shells. */
  enum Shell {
    bash,
    zsh
  }

  /** zsh reads scripts for bash but lacks compopt; the first line registers the script. */
  private static final String ZSH_BEGIN = "#compdef logconfig\nfunction compopt { : }\n";

  /** zsh loads the script with the first completion, which it also has to answer. */
  private static final String ZSH_END =
      """

      if [[ ${funcstack[1]} == _logconfig ]]; then
        _bash_complete -o default -F _complete_logconfig
      fi
      """;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String script = AutoComplete.bash("logconfig", spec.root().commandLine());
    out.print(shell == Shell.zsh ? ZSH_BEGIN + script + ZSH_END : script);
    out.flush();
    return ExitCode.DONE;
  }
}

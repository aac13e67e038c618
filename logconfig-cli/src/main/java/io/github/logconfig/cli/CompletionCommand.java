package io.github.logconfig.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the script with which a shell completes commands, options and their values. */
final class CompletionCommand implements Callable<Integer> {

  /** The shells, as they are called on the command line. */
  enum Shell {
    bash,
    zsh
  }

  /** zsh reads the script of bash, but has no compopt; the first line lets it be found by name. */
  private static final String ZSH_BEGIN = "#compdef logconfig\nfunction compopt { : }\n";

  /** Found by its name, it is read for the first completion, and has to make that one as well. */
  private static final String ZSH_END =
      """

      if [[ ${funcstack[1]} == _logconfig ]]; then
        _bash_complete -o default -F _complete_logconfig
      fi
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .paramLabel("bash|zsh")
          .type(Shell.class)
          .description("The shell.")
          .build();

  CompletionCommand() {
    spec.name("completion")
        .usageMessage()
        .description("Writes the script with which a shell completes commands and options.")
        .footer(
            "",
            "Examples:",
            "  source <(logconfig completion bash)",
            "  logconfig completion bash > /etc/bash_completion.d/logconfig",
            "  logconfig completion zsh > /usr/share/zsh/site-functions/_logconfig");
    spec.addPositional(shell);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String script = AutoComplete.bash("logconfig", spec.root().commandLine());
    out.print(shell.getValue() == Shell.zsh ? ZSH_BEGIN + script + ZSH_END : script);
    out.flush();
    return ExitCode.DONE;
  }
}

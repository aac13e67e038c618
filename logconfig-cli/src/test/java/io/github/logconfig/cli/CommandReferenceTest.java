package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is generated from the help; {@code -Dupdate.golden=true} updates it. */
class CommandReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/cli.md");
  private static final int WIDTH = 100;

  @Test
  void matchesHelpOfAllCommands() throws IOException {
    String reference = reference();
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(REFERENCE, reference, StandardCharsets.UTF_8);
    }

    assertThat(Files.readString(REFERENCE, StandardCharsets.UTF_8)).isEqualTo(reference);
  }

  private static String reference() {
    StringBuilder text =
        new StringBuilder(
            """
            # Command reference

            Generated from `logconfig COMMAND --help`.

            | exit code | meaning |
            |---|---|
            | 0 | done, or nothing to change |
            | 1 | failed for at least one cluster; other clusters were processed and are reported |
            | 2 | `plan`: changes |
            | 3 | invalid input: options, files or desired state |
            | 4 | refused by the impact limit |
            | 5 | conflict: rules have changed since the plan |
            | 6 | authentication or permission |
            | 7 | unreachable, or throttled beyond the deadline |

            Results go to standard output, everything else to standard error. With `--output json`, programs can rely on the
            keys that the schemas require: [plan](plan.schema.json), [other commands](schema). More keys may be added.

            With `--output json`, a command that cannot start or cannot read its input prints
            `{"error":{"kind","message","problems":[{"file","line","message"}]}}` on one line. `file` and `line` are present
            where they are known. The exit code is the same as without `--output json`.

            `apply` asks for confirmation on a terminal. Without a terminal it requires `--yes`.
            """);
    CommandLine logconfig = LogConfigCommand.commandLine();
    logconfig
        .getSubcommands()
        .forEach(
            (name, command) ->
                text.append("\n## ")
                    .append(name)
                    .append("\n\n```\n")
                    .append(command.setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF))
                    .append("```\n"));
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}

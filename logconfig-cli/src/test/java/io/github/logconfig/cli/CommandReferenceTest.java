package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command reference is what the commands say of themselves; {@code -Dupdate.golden=true} writes
 * it anew.
 */
class CommandReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/cli.md");
  private static final int WIDTH = 100;

  @Test
  void theReferenceIsWhatTheCommandsSayOfThemselves() throws IOException {
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
            # The command

            This page is what the commands say of themselves with `--help`; a test keeps it so.

            | exit status | meaning |
            |---|---|
            | 0 | done, or nothing to change |
            | 1 | failed for at least one cluster; the others were done and are reported |
            | 2 | `plan`: there are changes |
            | 3 | invalid input: options or desired state |
            | 4 | refused by the guard |
            | 5 | conflict: the rules have changed since the plan |
            | 6 | authentication or permission |
            | 7 | unreachable or throttled beyond the deadline |

            Standard output carries the result, standard error everything else. With `--output json` programs can rely on the keys
            that [the schemas](schema) require, and for plans [its own](plan.schema.json); more may be added.
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

package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Compares the reference pages with the commands: an index, a page for each command, and a page for
 * the options that several commands share. {@code -Dupdate.golden=true} writes the pages.
 */
class CommandReferenceTest {

  private static final Path DOCS = Path.of("../docs");
  private static final String INDEX = "cli.md";
  private static final String SHARED_OPTIONS = "cli/options.md";
  private static final String GENERAL = "General";
  private static final Pattern HEADING = Pattern.compile("(?m)^([A-Z][A-Za-z ]*)(?:, one of)?:$");
  private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d) \\|");
  private static final String OPTIONS = "| option | description |\n|---|---|\n";

  private static final String INTRODUCTION =
      """
      # Commands

      For everybody who runs `logconfig` or reads its output in a program. A test compares these pages with `--help`.

      | command | description |
      |---|---|
      %s
      Options that several commands share are on [one page](cli/options.md).

      ## Exit codes

      | code | meaning |
      |---|---|
      | 0 | done, or nothing to change |
      | 1 | failed for another reason, or for several; includes HTTP 404 and error findings |
      | 2 | `plan`: changes |
      | 3 | invalid input: options, files or desired state |
      | 4 | refused by the impact limit |
      | 5 | conflict: rules have changed since the plan |
      | 6 | authentication or permission |
      | 7 | unreachable, throttled beyond the deadline, or something else responds in place of the service |

      A run processes every cluster that it can, and reports all of them. One rule decides about a run that failed in part: if all failures are of one kind,
      the exit code is that of this kind, even if other clusters succeeded. If they are of different kinds, it is 1. It is 0 only if nothing failed.
      Clusters with the same cause share one line, which names the environment and the number of clusters.

      ## Output

      Results go to standard output, everything else to standard error. With `--output json`, programs can rely on the keys that
      the schemas require: [plan](plan.schema.json), [other commands](schema). More keys may be added.

      With `--output json`, a command that cannot start or cannot read its input prints
      `{"error":{"kind","message","problems":[{"file","line","message"}]}}` on one line. `file` and `line` are present where they
      are known. If the place is no file, for example standard input, `place` has the same text as `file`. The exit code is the same as without `--output json`.

      With `--output sarif`, `junit` or `github`, invalid input is part of the result as well. `sarif` and `github` name files by their path from the root of the
      Git repository that has the working directory, as GitHub expects it; all other formats by their path from the working directory.

      `apply` asks for confirmation on a terminal. Without a terminal it requires `--yes`.
      """;

  @Test
  void pagesMatchTheCommands() throws IOException {
    Map<String, String> pages = pages();
    if (Boolean.getBoolean("update.golden")) {
      Files.createDirectories(DOCS.resolve("cli"));
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(DOCS.resolve(page.getKey()), page.getValue(), StandardCharsets.UTF_8);
      }
    }

    Map<String, String> written = new TreeMap<>();
    written.put(INDEX, Files.readString(DOCS.resolve(INDEX), StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(DOCS.resolve("cli"))) {
      for (Path file : files.toList()) {
        written.put("cli/" + file.getFileName(), Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    assertThat(written).isEqualTo(pages);
  }

  @Test
  void pageListsEveryExitCode() throws IllegalAccessException {
    List<Integer> codes = new ArrayList<>();
    for (Field field : ExitCode.class.getDeclaredFields()) {
      if (field.getType() == int.class) {
        codes.add(field.getInt(null));
      }
    }

    assertThat(EXIT_CODE.matcher(INTRODUCTION).results().map(it -> Integer.valueOf(it.group(1))))
        .containsExactlyElementsOf(codes);
  }

  private static Map<String, String> pages() {
    Map<String, CommandLine> commands = LogConfigCommand.commandLine().getSubcommands();
    Map<String, List<String>> usedBy = new LinkedHashMap<>();
    Map<String, Set<String>> shared = new LinkedHashMap<>();
    commands.forEach(
        (name, command) ->
            command
                .getCommandSpec()
                .options()
                .forEach(
                    option ->
                        usedBy.computeIfAbsent(row(option), it -> new ArrayList<>()).add(name)));
    StringBuilder index = new StringBuilder();
    Map<String, String> pages = new TreeMap<>();
    commands.forEach(
        (name, command) -> {
          String description =
              String.join(" ", command.getCommandSpec().usageMessage().description());
          index.append("| [").append(name).append("](cli/").append(name).append(".md) | ");
          index.append(cell(description)).append(" |\n");
          pages.put("cli/" + name + ".md", page(name, command, usedBy, shared));
        });
    generalLast(shared);
    pages.put(INDEX, INTRODUCTION.formatted(index));
    pages.put(SHARED_OPTIONS, sharedOptions(shared));
    return pages;
  }

  private static String page(
      String name,
      CommandLine command,
      Map<String, List<String>> usedBy,
      Map<String, Set<String>> shared) {
    Map<String, String> headings = headings(command);
    StringBuilder own = new StringBuilder();
    command
        .getCommandSpec()
        .positionalParameters()
        .forEach(parameter -> own.append(row(parameter.paramLabel(), parameter)));
    Map<String, List<String>> links = new LinkedHashMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      String row = row(option);
      if (usedBy.getOrDefault(row, List.of()).size() == 1) {
        own.append(row);
      } else {
        String heading = headings.getOrDefault(option.longestName(), GENERAL);
        links.computeIfAbsent(heading, it -> new ArrayList<>()).add(option.longestName());
        shared.computeIfAbsent(heading, it -> new LinkedHashSet<>()).add(row);
      }
    }
    StringBuilder text = new StringBuilder("# logconfig ").append(name).append("\n\n");
    text.append(String.join(" ", command.getCommandSpec().usageMessage().description()));
    if (own.length() > 0) {
      text.append("\n\n## Options\n\n").append(OPTIONS).append(own);
    } else {
      text.append("\n");
    }
    text.append("\n## Shared options\n\n");
    generalLast(links);
    links.forEach(
        (heading, names) ->
            text.append("- [")
                .append(heading)
                .append("](options.md#")
                .append(heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .append("): ")
                .append(names.stream().map(it -> "`" + it + "`").collect(Collectors.joining(", ")))
                .append("\n"));
    String footer = String.join("\n", command.getCommandSpec().usageMessage().footer()).strip();
    if (!footer.isEmpty()) {
      text.append("\n## Exit codes and examples\n\n```text\n").append(footer).append("\n```\n");
    }
    return text.toString().replace("%%", "%").replace("%n", "\n");
  }

  private static String sharedOptions(Map<String, Set<String>> shared) {
    StringBuilder text =
        new StringBuilder("# Shared options\n\nOptions that several commands have. ");
    text.append("The page of each command lists those that it takes. See [Commands](../cli.md).\n");
    shared.forEach(
        (heading, rows) ->
            text.append("\n## ")
                .append(heading)
                .append("\n\n")
                .append(OPTIONS)
                .append(String.join("", rows)));
    return text.toString();
  }

  private static <T> void generalLast(Map<String, T> byHeading) {
    T general = byHeading.remove(GENERAL);
    if (general != null) {
      byHeading.put(GENERAL, general);
    }
  }

  /** The heading in the help of a command under which each option is listed. */
  private static Map<String, String> headings(CommandLine command) {
    Map<String, String> headings = new HashMap<>();
    String help = command.getUsageMessage(Ansi.OFF);
    Matcher matcher = HEADING.matcher(help);
    while (matcher.find()) {
      String heading = matcher.group(1);
      help.substring(matcher.end())
          .lines()
          .skip(1)
          .takeWhile(line -> !line.isBlank() && !HEADING.matcher(line).matches())
          .map(line -> line.strip().replaceAll("^(?:-\\w, )?(--[a-z-]+).*", "$1"))
          .filter(line -> line.startsWith("--"))
          .forEach(option -> headings.putIfAbsent(option, heading));
    }
    return headings;
  }

  private static String row(OptionSpec option) {
    String label = option.paramLabel();
    return row(
        String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + label), option);
  }

  private static String row(String name, ArgSpec argument) {
    return "| `"
        + name.replace("|", "\\|")
        + "` | "
        + cell(String.join(" ", argument.description()))
        + " |\n";
  }

  private static String cell(String text) {
    return text.replace("%%", "%")
        .replace("%n", " ")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*");
  }
}

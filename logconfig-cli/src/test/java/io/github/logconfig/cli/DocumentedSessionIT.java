package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the terminal sessions of the documentation and compares their output.
 *
 * <p>All {@code console} blocks of a page are one session in one shell. A session shows the files
 * it uses with {@code cat} and starts simulators on ports such as 8080. {@code
 * -Dupdate.golden=true} writes the output into the pages.
 */
class DocumentedSessionIT {

  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BLOCK =
      Pattern.compile("(?<=```console\\n)\\$ .*?(?=```)", Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("(?ms)^\\$ (.*?)\\n(.*?)(?=^\\$ |\\z)");
  private static final Pattern OPTION = Pattern.compile("\"[^\"]*\"|\\S+");
  private static final Pattern SIMULATE =
      Pattern.compile("logconfig simulate --port (\\d+) (.*) &");
  private static final String END = "=== end of step\n";

  @TempDir private Path folder;

  private record Step(String command, String output) {

    /** Returns the address of the simulator that the step starts; empty if it starts none. */
    Optional<String> simulator() {
      return SIMULATE.matcher(command).results().map(it -> "127.0.0.1:" + it.group(1)).findFirst();
    }

    /** Options of the simulator, which takes any free port instead. */
    String[] simulatorOptions() {
      return OPTION
          .matcher(SIMULATE.matcher(command).replaceFirst("$2"))
          .results()
          .map(option -> option.group().replace("\"", ""))
          .toArray(String[]::new);
    }

    String script() {
      if (simulator().isPresent()) {
        return "echo 'Dynatrace simulator listens on http://" + simulator().get() + "'\n";
      }
      if (command.startsWith("cat ")) {
        String file = command.substring("cat ".length());
        return "cat > " + file + " <<'END'\n" + output + "END\ncat " + file + "\n";
      }
      return command + "\n";
    }
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> BLOCK.matcher(read(file)).find())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void sessionsMatchDocumentation(Path page) throws IOException {
    String text = read(page);
    List<Step> steps =
        BLOCK
            .matcher(text)
            .results()
            .flatMap(block -> STEP.matcher(block.group()).results())
            .map(step -> new Step(step.group(1), step.group(2)))
            .toList();

    List<String> outputs = run(steps);

    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(page, withOutputs(text, outputs), StandardCharsets.UTF_8);
    }
    assertThat(steady(withOutputs(text, outputs))).isEqualTo(steady(read(page)));
  }

  private List<String> run(List<Step> steps) throws IOException {
    Map<String, Executable.Simulator> simulators = new LinkedHashMap<>();
    try {
      for (Step step : steps) {
        if (step.simulator().isPresent()) {
          simulators.put(
              step.simulator().get(), Executable.Simulator.start(step.simulatorOptions()));
        }
      }
      StringBuilder text = new StringBuilder("exec 2>&1\ncd '" + folder + "'\n");
      steps.forEach(step -> text.append(step.script()).append("printf '" + END + "'\n"));
      String script = text.toString();
      for (Map.Entry<String, Executable.Simulator> one : simulators.entrySet()) {
        script = script.replace("http://" + one.getKey(), one.getValue().address());
      }
      String output = Executable.shell(Map.of(), script).out();
      for (Map.Entry<String, Executable.Simulator> one : simulators.entrySet()) {
        output = output.replace(one.getValue().address(), "http://" + one.getKey());
      }
      return List.of(output.split(END, -1));
    } finally {
      simulators.values().forEach(Executable.Simulator::close);
    }
  }

  private static String withOutputs(String page, List<String> outputs) {
    List<String> left = new ArrayList<>(outputs);
    return BLOCK
        .matcher(page)
        .replaceAll(
            block ->
                Matcher.quoteReplacement(
                    STEP.matcher(block.group())
                        .replaceAll(step -> Matcher.quoteReplacement(step(step, left.remove(0))))));
  }

  private static String step(MatchResult step, String output) {
    return "$ " + step.group(1) + "\n" + output;
  }

  /** Replaces durations, which differ every time. */
  private static String steady(String text) {
    return text.replaceAll("in \\d+\\.\\d s", "in TIME")
        .replaceAll("(at|until) \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "$1 TIME");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal session of the README, played again. */
class ReadmeSessionIT {

  private static final Pattern SESSION = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private record Step(String command, String output) {}

  @Test
  void theSessionOfTheReadmeIsWhatHappens() throws IOException {
    List<Step> session = session();
    Step first = session.remove(0);
    assertThat(first.command()).isEqualTo("cat desired.yaml");
    Files.writeString(folder.resolve("desired.yaml"), first.output());
    Step second = session.remove(0);
    assertThat(second.command()).startsWith("logconfig simulate ").endsWith(" &");
    String options = second.command().substring("logconfig simulate ".length());

    try (Executable.Simulator simulator =
        Executable.Simulator.start(options.substring(0, options.length() - 2).split(" ", -1))) {
      assertThat(steady("Dynatrace simulator listens on " + simulator.address() + "\n"))
          .isEqualTo(steady(second.output()));
      StringBuilder script = new StringBuilder();
      session.forEach(
          step ->
              script
                  .append(step.command().replaceAll("http://127.0.0.1:\\d+", simulator.address()))
                  .append("\necho '=== next'\n"));
      Executable.Result played =
          Executable.shell(
              Map.of(),
              script.toString().replace("desired.yaml", folder.resolve("desired.yaml").toString()));

      StringBuilder recorded = new StringBuilder();
      session.forEach(step -> recorded.append(step.output()).append("=== next\n"));
      assertThat(steady(played.out())).as(played.err()).isEqualTo(steady(recorded.toString()));
      assertThat(played.err()).isEmpty();
    }
  }

  /** Without what is different every time. */
  private static String steady(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("in \\d+\\.\\d s", "in TIME");
  }

  private static List<Step> session() throws IOException {
    Matcher block = SESSION.matcher(Files.readString(Path.of("../README.md")));
    assertThat(block.find()).isTrue();
    List<Step> steps = new ArrayList<>();
    for (String part : block.group(1).split("(?m)^\\$ ", -1)) {
      if (!part.isEmpty()) {
        int end = part.indexOf('\n');
        steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
      }
    }
    return steps;
  }
}

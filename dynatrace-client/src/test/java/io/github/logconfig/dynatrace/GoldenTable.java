package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a table of outcomes with a golden file. {@code -Dupdate.golden=true} rewrites the file.
 */
final class GoldenTable {

  private final Path file;
  private final List<String> lines = new ArrayList<>();

  GoldenTable(String name) {
    file = Path.of("src/test/resources", name);
  }

  void heading(String text) {
    lines.add((lines.isEmpty() ? "" : "\n") + text);
  }

  void row(String name, String outcome) {
    lines.add(String.format("  %-44s %s", name, outcome).stripTrailing());
  }

  void check() throws IOException {
    String actual = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  /** Returns {@code done}, or the type of the failure and of its cause if the client defines it. */
  static String outcome(Runnable call) {
    try {
      call.run();
      return "done";
    } catch (DynatraceException e) {
      String cause = e.getCause() instanceof DynatraceException it ? "(" + name(it) + ")" : "";
      return name(e) + cause;
    }
  }

  private static String name(DynatraceException failure) {
    return failure.getClass().getSimpleName().replaceFirst("Exception$", "");
  }
}

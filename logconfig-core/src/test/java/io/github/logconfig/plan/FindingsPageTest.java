package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/findings.md} with the codes. */
class FindingsPageTest {

  private static final Path PAGE = Path.of("../docs/findings.md");

  /** Codes whose severity depends on the case. */
  private static final Set<FindingCode> VARIABLE =
      EnumSet.of(FindingCode.FALLS_THROUGH, FindingCode.SCOPE_NOT_TIED, FindingCode.HOST_RULES);

  @Test
  void pageListsEveryCodeWithItsSeverity() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (FindingCode code : FindingCode.values()) {
      expected.put(
          "`" + code + "`",
          VARIABLE.contains(code)
              ? "info / warning"
              : code.severity().name().toLowerCase(Locale.ROOT));
    }
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        assertThat(cells).as(line).hasSize(6);
        assertThat(Arrays.stream(cells, 1, 5)).as(line).noneMatch(String::isBlank);
        assertThat(listed.put(cells[1].strip(), cells[2].strip())).as(line).isNull();
      }
    }

    assertThat(listed).isEqualTo(expected);
  }
}

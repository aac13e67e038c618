package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CronScheduleTest {

  private static final Path SCHEDULES = Path.of("src/test/resources/cron/schedules.tsv");

  @Test
  void agreesWithTheParserOfKubernetes() throws IOException {
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (String line : Files.readAllLines(SCHEDULES)) {
      if (line.startsWith("#")) {
        continue;
      }
      String quoted = line.substring(line.indexOf('\t') + 1);
      expected.add(line);
      actual.add(verdict(new ObjectMapper().readValue(quoted, String.class)) + "\t" + quoted);
    }

    assertThat(expected).hasSizeGreaterThan(300);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void refusesTimeZonesAsKubernetesDoes() {
    for (String schedule : List.of("CRON_TZ=UTC 0 0 * * *", "TZ=Europe/Berlin 0 0 * * *")) {
      assertThatThrownBy(() -> new CronSchedule(schedule))
          .hasMessageEndingWith("a schedule without a time zone; the field spec.timeZone sets it");
    }
  }

  @Test
  void namesTheInvalidField() {
    assertThatThrownBy(() -> new CronSchedule("61 * * * *"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "cron schedule \"61 * * * *\" is not a schedule whose minute \"61\" is a value, range"
                + " or step from 0 to 59");
    assertThatThrownBy(() -> new CronSchedule("often"))
        .hasMessageEndingWith("five fields, such as '17 * * * *', or a name such as @hourly");
  }

  private static String verdict(String schedule) {
    try {
      return new CronSchedule(schedule).text().equals(schedule) ? "valid" : "changed";
    } catch (InvalidValueException e) {
      return "invalid";
    }
  }
}

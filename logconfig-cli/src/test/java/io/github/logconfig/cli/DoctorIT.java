package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorIT {

  private static final String TOKEN = "dt0c01.PUBLIC.TOPSECRET";

  @TempDir private Path folder;

  @Test
  void reportsNothingIfAllChecksPass() throws IOException {
    try (Executable.Simulator simulator =
        Executable.Simulator.start("--token", TOKEN, "--host-group", "stage-01")) {
      assertThat(doctor(simulator.address(), TOKEN, "stage-01").out())
          .isEqualTo("0 problems, 0 warnings, 9 checks passed (--verbose lists them).\n");

      Result doctor = doctor(simulator.address(), TOKEN, "stage-01", "--verbose");

      assertThat(doctor.exitCode()).as(doctor.err()).isEqualTo(ExitCode.DONE);
      assertThat(doctor.out())
          .contains(
              "ok       environment staging: reachability: " + simulator.address() + " answers",
              "ok       environment staging: token: dt0c01.PUBLIC is valid",
              "ok       environment staging: scopes: the token has entities.read",
              "ok       environment staging: clock: ",
              "ok       cluster stage-01: host group: host group stage-01 is known",
              "ok       cluster stage-01: cluster rules: ",
              "ok       cluster stage-01: fall-through: ",
              "ok       cluster stage-01: impact limit: ",
              "ok       cluster stage-01: rules: ")
          .doesNotContain("TOPSECRET");
    }
  }

  @Test
  void reportsBlockersWithAdvice() throws IOException {
    try (Executable.Simulator simulator = Executable.Simulator.start("--token", TOKEN)) {
      Result unknownHostGroup = doctor(simulator.address(), TOKEN, "stage-01");
      assertThat(unknownHostGroup.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(unknownHostGroup.out())
          .endsWith("\n1 problem, 0 warnings, 4 checks passed (--verbose lists them).\n")
          .doesNotContain("ok  ")
          .contains(
              "problem  cluster stage-01: host group: HOST_GROUP_UNKNOWN: ", "Check the name");

      Result unknownToken = doctor(simulator.address(), "dt0c01.OTHER.HIDDEN", "stage-01");
      assertThat(unknownToken.exitCode()).isEqualTo(ExitCode.PERMISSION);
      assertThat(unknownToken.out())
          .contains("problem  environment staging: token: ", "use a token that")
          .doesNotContain("HIDDEN");
    }
  }

  /** Look-ups of tokens may be forbidden, removed, or never have existed. */
  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void derivesMissingScopesFromCallsThatFailWithoutTokenLookUps(int status) throws IOException {
    String narrow = "dt0c01.NARROW.SECRET";
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .hostGroup("stage-01")
            .token(TOKEN)
            .tokenWithScopes(narrow, "entities.read", "settings.read")
            .start()) {
      simulator.faults(Fault.on("POST /apiTokens/lookup").status(status));
      String address = simulator.baseUrl().toString();

      Result complete = doctor(address, TOKEN, "stage-01", "-v");
      Result lacking = doctor(address, narrow, "stage-01");

      assertThat(complete.exitCode()).as(complete.out()).isEqualTo(ExitCode.DONE);
      assertThat(complete.out())
          .contains(
              "token: API token (dt0c01) is accepted; the environment does not tell when it"
                  + " expires",
              "scopes: the token has entities.read, settings.read, settings.write");
      assertThat(lacking.exitCode()).as(lacking.out()).isEqualTo(ExitCode.PERMISSION);
      assertThat(lacking.out())
          .contains(
              "problem  environment staging: scopes: the token lacks settings.write; use a token"
                  + " with entities.read, settings.read, settings.write");
    }
  }

  @Test
  void warnsOfClockSkew() throws IOException {
    Clock theirs = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().hostGroup("stage-01").clock(theirs).start()) {
      Result doctor = doctor(simulator.baseUrl().toString(), TOKEN, "stage-01");

      assertThat(doctor.out())
          .containsPattern(
              "warning  environment staging: clock: this machine's clock is (59\\d|600) s behind"
                  + " that")
          .contains("synchronize it with a time server");
      assertThat(doctor.exitCode()).as(doctor.err()).isEqualTo(ExitCode.DONE);
    }
  }

  private Result doctor(String address, String token, String cluster, String... more)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
            clusters: [{name: %s, environment: staging, namespaces: [a]}]
            """
                .formatted(cluster));
    List<String> arguments =
        new ArrayList<>(
            List.of("doctor", "--file", file.toString(), "--endpoint", "staging=" + address));
    arguments.addAll(List.of(more));
    return Executable.inProcess(
        Map.of("DYNATRACE_API_TOKEN", token), arguments.toArray(String[]::new));
  }
}

package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.PlanStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Case folders: a desired and an observed state, and the plan that is expected as text, markdown
 * and JSON. {@code -Dupdate.golden=true} writes what comes out now.
 */
class PlanGoldenTest {

  private static final Path CASES = Path.of("src/test/resources/plans");

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void thePlanReadsAsExpected(Path folder) throws IOException {
    FleetPlan plan = new GoldenWorld(folder).plan();

    assertGolden(folder.resolve("plan.txt"), PlanText.of(plan));
    assertGolden(folder.resolve("plan.md"), PlanMarkdown.of(plan));
    assertGolden(folder.resolve("plan.json"), Json.write(PlanJson.of(plan)));
  }

  @Test
  void thereIsACaseForEveryKindOfStepAndFinding() throws IOException {
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    EnumSet<FindingCode> findings = EnumSet.noneOf(FindingCode.class);
    for (Path folder : cases()) {
      FleetPlan plan = new GoldenWorld(folder).plan();
      plan.clusters().get(0).steps().stream().map(PlanStep::action).forEach(actions::add);
      plan.clusters().get(0).findings().stream().map(Finding::code).forEach(findings::add);
    }

    assertThat(actions).containsExactlyInAnyOrder(Action.values());
    assertThat(findings).containsExactlyInAnyOrder(FindingCode.values());
  }

  private static void assertGolden(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(file, actual, StandardCharsets.UTF_8);
    }
    assertThat(actual).as("%s", file).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }
}

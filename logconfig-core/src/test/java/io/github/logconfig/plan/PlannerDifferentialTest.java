package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares plans with an independent model that shares no code with the evaluator.
 *
 * <p>{@link SmallWorld} is a random environment, {@link Possibility} one way in which the
 * environment may really be as far as it was observed, {@link RecordUniverse} all log records that
 * the rules can tell apart. {@link DifferentialCheck} applies the steps of each plan and evaluates
 * every record in every possibility.
 *
 * <p>System properties: {@code logconfig.worlds} is the number of worlds, {@code
 * logconfig.first.world} the first seed. A failure names the seed.
 */
@Execution(ExecutionMode.CONCURRENT)
class PlannerDifferentialTest {

  private static final int BLOCK = 1_000;
  private static final DifferentialCounts COUNTS = new DifferentialCounts();

  static LongStream blocks() {
    long first = Long.getLong("logconfig.first.world", 0);
    long worlds = Long.getLong("logconfig.worlds", 100_000);
    return LongStream.iterate(first, block -> block < first + worlds, block -> block + BLOCK);
  }

  @ParameterizedTest(name = "worlds from {0}")
  @MethodSource("blocks")
  void statesOnlyWhatIsTrueInEveryPossibility(long firstSeed) {
    List<String> faults = new ArrayList<>();
    DifferentialCounts counts = new DifferentialCounts();
    for (long seed = firstSeed; seed < firstSeed + BLOCK; seed++) {
      faults.addAll(DifferentialCheck.faults(seed, counts));
    }
    COUNTS.add(counts);

    assertThat(faults).isEmpty();
  }

  /** A planner that reports only UNKNOWN is never wrong, so its certainty is measured as well. */
  @AfterAll
  static void leavesFewVerdictsUnknown() {
    System.out.println("Differential test: " + COUNTS);
    assertThat(COUNTS.percentOfVerdictsNeedlesslyUnknown()).isLessThanOrEqualTo(1);
    assertThat(COUNTS.percentOfEffectsNeedlesslyUnknown()).isLessThanOrEqualTo(1);
    assertThat(COUNTS.percentNeedlesslyCountedAsStopping()).isLessThanOrEqualTo(1);
    assertThat(COUNTS.percentOfPlansThatNeedlesslyStopOthers()).isLessThanOrEqualTo(1);
    assertThat(COUNTS.percentOfPlansWithoutSafeOrder()).isLessThanOrEqualTo(0.1);
  }
}

package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

  /** Columns: kind of failure, outcome with no step done, with one of two, with all done. */
  @ParameterizedTest
  @CsvSource({
    "CONFIGURATION, FAILED, PARTLY, PARTLY",
    "PERMISSION, FAILED, PARTLY, PARTLY",
    "UNREACHABLE, FAILED, PARTLY, PARTLY",
    "NOT_FOUND, FAILED, PARTLY, PARTLY",
    "CONFLICT, CONFLICT, PARTLY, CONFLICT",
    "REFUSED, REFUSED, PARTLY, PARTLY",
    "FINDING, FAILED, PARTLY, PARTLY",
    "DESIRED_STATE, FAILED, PARTLY, PARTLY",
    "CANCELLED, NOT_ATTEMPTED, PARTLY, PARTLY",
    "OTHER, FAILED, PARTLY, PARTLY"
  })
  void followsKindAndStepsDone(FailureKind kind, Outcome none, Outcome some, Outcome all) {
    Optional<Failure> failure = Optional.of(new Failure(kind, "x"));

    assertThat(Outcome.of(2, 0, failure)).isEqualTo(none);
    assertThat(Outcome.of(2, 1, failure)).isEqualTo(some);
    assertThat(Outcome.of(2, 2, failure)).isEqualTo(all);
    assertThat(Outcome.of(0, 0, failure)).isEqualTo(none);
  }

  @Test
  void withoutFailureIsUnchangedOrApplied() {
    assertThat(Outcome.of(0, 0, Optional.empty())).isEqualTo(Outcome.UNCHANGED);
    assertThat(Outcome.of(2, 2, Optional.empty())).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void deniedAndUnreachableSourcesTakePrecedence() {
    assertThat(FailureKind.of(problems(Problem.Kind.INVALID))).isEqualTo(FailureKind.DESIRED_STATE);
    assertThat(FailureKind.of(problems(Problem.Kind.INVALID, Problem.Kind.UNREACHABLE)))
        .isEqualTo(FailureKind.UNREACHABLE);
    assertThat(FailureKind.of(problems(Problem.Kind.UNREACHABLE, Problem.Kind.DENIED)))
        .isEqualTo(FailureKind.PERMISSION);
  }

  private static List<Problem> problems(Problem.Kind... kinds) {
    return Arrays.stream(kinds)
        .map(kind -> new Problem(new SourceLocation("file", 0), "bad", kind))
        .toList();
  }
}

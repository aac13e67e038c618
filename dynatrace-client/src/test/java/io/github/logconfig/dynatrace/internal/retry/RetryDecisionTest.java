package io.github.logconfig.dynatrace.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of failure and what follows it. Random numbers are one half. */
class RetryDecisionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Pause in milliseconds; -1 if there is no retry. */
  @ParameterizedTest(name = "{0}: idempotent {1}, other {2}, third time {3}")
  @CsvSource({
    // failure,         idempotent, other, third time
    "NOT_SENT,                100,   100,        100",
    "UNREACHABLE,             100,   100,        100",
    "LOST,                    100,    -1,        100",
    "PERMANENT,                -1,    -1,         -1",
    "TOKEN_THROTTLED,        3100,  3100,       3100",
    "TRUNCATED,               100,    -1,        100",
    "UNREADABLE,              100,    -1,         -1",
    "TOKEN_FILE,              100,   100,         -1",
    "NO_CREDENTIALS,           -1,    -1,         -1",
    "INTERRUPTED,              -1,    -1,         -1",
    "HTTP_429,                100,   100,        100",
    "HTTP_500,                100,    -1,         -1",
    "HTTP_502,                100,    -1,        100",
    "HTTP_503,                100,    -1,        100",
    "HTTP_504,                100,    -1,        100",
    "HTTP_507,                100,    -1,         -1",
    "HTTP_501,                 -1,    -1,         -1",
    "HTTP_505,                 -1,    -1,         -1",
    "HTTP_302,                 -1,    -1,         -1",
    "HTTP_400,                 -1,    -1,         -1",
    "HTTP_401,                 -1,    -1,         -1",
    "HTTP_403,                 -1,    -1,         -1",
    "HTTP_404,                 -1,    -1,         -1",
    "HTTP_409,                 -1,    -1,         -1",
    "HTTP_412,                 -1,    -1,         -1",
    "HTTP_413,                 -1,    -1,         -1"
  })
  void decidesByCauseAndIdempotency(String failure, long idempotent, long other, long third) {
    assertThat(pause(failure, Operation.read("r"), 0)).isEqualTo(idempotent);
    assertThat(pause(failure, Operation.repeatableWrite("w"), 0)).isEqualTo(idempotent);
    assertThat(pause(failure, Operation.singleWrite("w"), 0)).isEqualTo(other);
    assertThat(pause(failure, Operation.read("r"), 2)).isEqualTo(third);
  }

  @ParameterizedTest(name = "attempt {0}: {1} ms")
  @CsvSource({"1,100", "2,200", "3,400", "8,12800", "9,15000", "1000000,15000"})
  void doublesThePauseUpToTheMaximum(int attempt, long millis) {
    assertThat(decide(HttpFailure.NoAnswer.unsent(""), attempt, MINUTE, 0.5, RetryPolicy.DEFAULT))
        .isEqualTo(new RetryDecision(true, Duration.ofMillis(millis), ""));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.999})
  void pausesForARandomPartOfTheCeiling(double random) {
    assertThat(
            decide(HttpFailure.NoAnswer.unsent(""), 3, MINUTE, random, RetryPolicy.DEFAULT).pause())
        .isEqualTo(Duration.ofNanos((long) (random * 800_000_000)));
  }

  @ParameterizedTest(name = "Retry-After {0} s: {1} ms")
  @CsvSource({"0,100", "1,1100", "7,7100", "120,120100", "121,120100", "86400,120100"})
  void waitsAtLeastAsLongAsTheServiceAsks(long seconds, long millis) {
    HttpFailure failure = new HttpFailure.Refused(429, "", "", Duration.ofSeconds(seconds));
    assertThat(
            decide(failure, 1, Duration.ofMinutes(10), 0.5, RetryPolicy.DEFAULT).pause().toMillis())
        .isEqualTo(millis);
  }

  @ParameterizedTest(name = "{0} of {1} attempts, {2} ms left: {3}")
  @CsvSource({
    "1, 2, 60000, true",
    "2, 2, 60000, false",
    "1, 1, 60000, false",
    "1, 2,   101, true",
    "1, 2,   100, false",
    "1, 2,     0, false"
  })
  void stopsAtTheLastAttemptAndBeforeTheDeadline(
      int attempt, int maxAttempts, long left, boolean retries) {
    RetryPolicy policy = RetryPolicy.builder().maxAttempts(maxAttempts).build();
    RetryDecision decision =
        decide(HttpFailure.NoAnswer.unsent(""), attempt, Duration.ofMillis(left), 0.5, policy);
    assertThat(decision.retries()).isEqualTo(retries);
    assertThat(decision.reason().isEmpty()).isEqualTo(retries);
  }

  private static long pause(String failure, Operation operation, int doubtful) {
    RetryDecision decision =
        RetryDecision.decide(
            failure(failure),
            new RetryDecision.State(
                operation, 1, doubtful, Duration.ZERO, Duration.ZERO, MINUTE, 0.5),
            RetryPolicy.DEFAULT);
    return decision.retries() ? decision.pause().toMillis() : -1;
  }

  private static RetryDecision decide(
      HttpFailure failure, int attempt, Duration left, double random, RetryPolicy policy) {
    return RetryDecision.decide(
        failure,
        new RetryDecision.State(
            Operation.read("r"), attempt, 0, Duration.ZERO, Duration.ZERO, left, random),
        policy);
  }

  @ParameterizedTest(name = "unreachable for {0} ms, last attempt {1} ms: {2}")
  @CsvSource({
    "0, 0, true",
    "11000, 0, true",
    "11900, 0, true",
    "11901, 0, false",
    "10000, 10000, false",
    "3000, 3000, true"
  })
  void triesAHostThatCannotBeReachedForTwelveSeconds(
      long unreachable, long attempt, boolean retries) {
    RetryDecision decision =
        RetryDecision.decide(
            failure("UNREACHABLE"),
            new RetryDecision.State(
                Operation.singleWrite("w"),
                1,
                0,
                Duration.ofMillis(unreachable),
                Duration.ofMillis(attempt),
                Duration.ofMinutes(10),
                0.5),
            RetryPolicy.DEFAULT);
    assertThat(decision.retries()).isEqualTo(retries);
  }

  private static HttpFailure failure(String name) {
    return switch (name) {
      case "NOT_SENT" -> HttpFailure.NoAnswer.unsent("");
      case "UNREACHABLE" ->
          new HttpFailure.NoAnswer("", null, false, Kind.NOT_CONNECTED, RetryPotential.UNREACHABLE);
      case "LOST" ->
          new HttpFailure.NoAnswer("", null, true, Kind.NO_RESPONSE, RetryPotential.LIKELY);
      case "PERMANENT" ->
          new HttpFailure.NoAnswer("", null, false, Kind.CERTIFICATE, RetryPotential.NONE);
      case "TOKEN_THROTTLED" -> HttpFailure.NoAnswer.overloaded("", Duration.ofSeconds(3));
      case "TRUNCATED" -> new HttpFailure.Unreadable("", HttpFailure.RetryPotential.LIKELY);
      case "UNREADABLE" -> new HttpFailure.Unreadable("");
      case "TOKEN_FILE" -> HttpFailure.NoCredentials.temporarily("");
      case "NO_CREDENTIALS" -> new HttpFailure.NoCredentials("");
      case "INTERRUPTED" -> new HttpFailure.Interrupted(true);
      default -> new HttpFailure.Refused(Integer.parseInt(name.substring(5)), "", "", null);
    };
  }
}

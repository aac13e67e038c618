package io.github.logconfig.dynatrace.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.SettingsError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoder of error bodies never throws, and what it reads is bounded, whatever it is given. */
class ErrorDecoderFuzzTest {

  private static final int ROUNDS = 3_000;
  private static final String SIGNS =
      "{}[]\":,\\0123456789.eE+-truefalsnl \n\t\u0000\u202e\ud800é😀";
  private static final List<String> BODIES =
      List.of(
          "{\"error\":{\"code\":403,\"message\":\"no\",\"constraintViolations\":[{\"path\":\"a/0\","
              + "\"message\":\"m\",\"parameterLocation\":\"HEADER\",\"location\":null}]}}",
          "[{\"code\":200,\"objectId\":\"x\"},{\"code\":400,\"error\":{\"code\":400,\"message\":"
              + "\"Constraints violated.\",\"constraintViolations\":[null,{},[],1]}}]",
          "{\"code\":409,\"error\":{\"code\":1e400,\"message\":{\"a\":[1,2]}}}",
          "<html><head><title>Sign in</title></head><body>…</body></html>");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_261_123})
  void neverThrowsAndIsBounded(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);
      int status = 200 + random.nextInt(400);
      SettingsError error = ErrorDecoder.decode(status, body);
      String where = "seed " + seed + ", round " + round + ": " + body;
      assertThat(error.message()).as(where).hasSizeLessThan(2_100).doesNotContain("\n");
      assertThat(error.violations()).as(where).hasSizeLessThan(200);
      assertThat(ErrorDecoder.resultsOf(body, random.nextInt(4))).as(where).hasSizeLessThan(4);
    }
  }

  private static String mutated(String body, Random random) {
    StringBuilder text = new StringBuilder(body);
    for (int i = random.nextInt(6); i > 0 && text.length() > 1; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setLength(at);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        case 3 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
      }
    }
    return text.toString();
  }
}

package io.github.logconfig.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded patterns and texts over a small alphabet; the seed is the name of the case. */
class WildcardValuesTest {

  private static final String PATTERN_CHARACTERS = "aab-**";
  private static final String TEXT_CHARACTERS = "aab-";

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("logconfig.seeds", 1_500));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theTableFindsWhatTryingEveryPatternFinds(int seed) {
    Random random = new Random(seed);
    List<String> patterns =
        listOf(1 + random.nextInt(12), i -> text(random, PATTERN_CHARACTERS, 1 + i % 7));
    WildcardValues values = WildcardValues.of(patterns);

    for (String text : listOf(30, i -> text(random, TEXT_CHARACTERS, i % 9))) {
      boolean any =
          patterns.stream()
              .map(WildcardPattern::new)
              .anyMatch(pattern -> pattern.hasWildcard() && pattern.matches(text));
      assertThat(values.matches(new HashedText(text)))
          .as("%s takes in \"%s\"", patterns, text)
          .isEqualTo(any);
    }
  }

  private static List<String> listOf(int size, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).toList();
  }

  private static String text(Random random, String characters, int length) {
    return random
        .ints(length, 0, characters.length())
        .mapToObj(at -> characters.substring(at, at + 1))
        .collect(Collectors.joining());
  }
}

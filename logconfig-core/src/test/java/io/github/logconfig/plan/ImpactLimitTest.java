package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImpactLimitTest {

  @ParameterizedTest
  @CsvSource({"11,50,true", "10,10,false", "11,55,false", "12,55,true", "0,0,false"})
  void theDefaultRefusesWhatExceedsBothBounds(int stopping, int ingested, boolean refused) {
    assertThat(ImpactLimit.DEFAULT.isExceededBy(stopping, ingested)).isEqualTo(refused);
  }

  @Test
  void readsACountOrAPercentage() {
    assertThat(ImpactLimit.parse("25").isExceededBy(26, 1_000)).isTrue();
    assertThat(ImpactLimit.parse("25").isExceededBy(25, 25)).isFalse();
    assertThat(ImpactLimit.parse("30%").isExceededBy(31, 100)).isTrue();
    assertThat(ImpactLimit.parse("30%").isExceededBy(3, 10)).isFalse();
    assertThat(ImpactLimit.parse("0").isExceededBy(1, 1_000)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "101%", "ten", "1.5", "9999999999"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> ImpactLimit.parse(text)).isInstanceOf(InvalidValueException.class);
  }
}

package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTest {

  private static final List<EnvironmentName> ENVIRONMENTS =
      IntStream.range(0, 200).mapToObj(i -> new EnvironmentName("environment-" + i)).toList();

  @Test
  void assignsEveryEnvironmentToOneShard() {
    for (EnvironmentName environment : ENVIRONMENTS) {
      assertThat(IntStream.range(0, 4).filter(i -> new Shard(i, 4).contains(environment)))
          .hasSize(1);
    }
    assertThat(ENVIRONMENTS).allMatch(Shard.ALL::contains);
  }

  @Test
  void shardsHaveSimilarSizes() {
    for (int i = 0; i < 4; i++) {
      assertThat(ENVIRONMENTS.stream().filter(new Shard(i, 4)::contains).count())
          .isBetween(30L, 70L);
    }
  }

  /** Another release, or another language, must come to the same share. */
  @Test
  void assignmentIsStable() {
    assertThat(
            IntStream.range(0, 4)
                .filter(i -> new Shard(i, 4).contains(new EnvironmentName("staging"))))
        .containsExactly(3);
  }

  @Test
  void keepsClustersWithTheirEnvironments() {
    Environment a = Environment.of("a", "https://a.live.dynatrace.com");
    Environment b = Environment.of("b", "https://b.live.dynatrace.com");
    DesiredState desired =
        DesiredState.builder()
            .addEnvironments(a, b)
            .addClusters(DesiredCluster.of("ca", a), DesiredCluster.of("cb", b))
            .build();

    List<DesiredState> parts =
        IntStream.range(0, 3).mapToObj(i -> new Shard(i, 3).of(desired)).toList();

    assertThat(parts.stream().mapToInt(part -> part.environments().size()).sum()).isEqualTo(2);
    assertThat(parts.stream().mapToInt(part -> part.clusters().size()).sum()).isEqualTo(2);
    assertThat(Shard.ALL.of(desired)).isEqualTo(desired);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "1,1", "0,0", "4,3"})
  void refusesInvalidShard(int index, int count) {
    assertThatThrownBy(() -> new Shard(index, count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shard " + index + " of " + count);
  }
}

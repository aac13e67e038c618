package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintVectorsTest {

  private static final Path PAGE = Path.of("../docs/fingerprint.md");
  private static final List<String> NAMES = List.of("a", "b", "ab", "aa", "a-b", "app", "app-db");

  static IntStream seeds() {
    return IntStream.range(0, 1_500);
  }

  @Test
  void thePublishedVectorsAreWhatIsComputed() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE, StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("| `https://"))
            .toList();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(7);
    for (String row : rows) {
      String[] cells = row.replace("`", "").split("\\|", -1);
      DesiredCluster cluster =
          cluster(
              cells[1].strip(),
              cells[2].strip(),
              Policy.valueOf(cells[3].strip().toUpperCase(Locale.ROOT)),
              Arrays.stream(cells[4].strip().split(" ", -1)).filter(it -> !it.isEmpty()).toList());
      assertThat(Fingerprint.of(cluster.environment(), cluster).hex())
          .as(row)
          .isEqualTo(cells[5].strip());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void twoFingerprintsAreEqualExactlyWhenTheStatesAre(int seed) {
    Random random = new Random(seed);
    DesiredCluster one = random(random);
    DesiredCluster other = random(random);
    boolean equal =
        one.environment().url().equals(other.environment().url())
            && one.hostGroup().equals(other.hostGroup())
            && one.policy() == other.policy()
            && one.namespaces().equals(other.namespaces());

    assertThat(of(one).equals(of(other))).isEqualTo(equal);
    assertThat(of(DesiredCluster.builder().from(one).name(new ClusterName("other")).build()))
        .isEqualTo(of(one));
  }

  private static DesiredCluster random(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      names.add(NAMES.get(random.nextInt(NAMES.size())));
    }
    return cluster(
        "https://" + (random.nextInt(4) == 0 ? "b" : "a") + ".live.dynatrace.com",
        random.nextInt(4) == 0 ? "two" : "one",
        random.nextInt(4) == 0 ? Policy.EXCLUSIVE : Policy.ADDITIVE,
        names);
  }

  private static Fingerprint of(DesiredCluster cluster) {
    return Fingerprint.of(cluster.environment(), cluster);
  }

  private static DesiredCluster cluster(
      String url, String hostGroup, Policy policy, List<String> namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("any"))
        .environment(Environment.of("any", url))
        .hostGroup(new HostGroupName(hostGroup))
        .policy(policy)
        .addAllNamespaces(new TreeSet<>(namespaces.stream().map(NamespaceName::new).toList()))
        .build();
  }
}

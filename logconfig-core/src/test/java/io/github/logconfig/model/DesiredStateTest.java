package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.junit.jupiter.api.Test;

class DesiredStateTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final Environment OTHER =
      Environment.of("other", "https://xyz12345.live.dynatrace.com");

  @Test
  void namesEveryContradictionAtOnce() {
    DesiredState.Builder state =
        DesiredState.builder()
            .addEnvironment(STAGING)
            .addEnvironment(STAGING)
            .addCluster(cluster("a", "shared", STAGING))
            .addCluster(cluster("a", "a", STAGING))
            .addCluster(cluster("b", "shared", STAGING))
            .addCluster(cluster("c", "c", OTHER));

    assertThatThrownBy(state::build)
        .asInstanceOf(type(ConfigValidationException.class))
        .satisfies(
            invalid ->
                assertThat(invalid.violations())
                    .extracting(Violation::toString)
                    .containsExactly(
                        "environments: environment staging is there more than once",
                        "clusters/a: the cluster is there more than once",
                        "clusters/b: host group shared belongs to cluster a",
                        "clusters/c: unknown environment other"));
  }

  @Test
  void allowsTheSameHostGroupNameInTwoEnvironments() {
    DesiredState state =
        DesiredState.builder()
            .addEnvironments(STAGING, OTHER)
            .addCluster(cluster("a", "prod", STAGING))
            .addCluster(cluster("b", "prod", OTHER))
            .build();

    assertThat(state.clusters()).hasSize(2);
  }

  @Test
  void theHostGroupOfAClusterIsByDefaultItsName() {
    assertThat(
            DesiredCluster.builder()
                .name(new ClusterName("prod-1"))
                .environment(STAGING)
                .build()
                .hostGroup())
        .hasToString("prod-1");
  }

  private static DesiredCluster cluster(String name, String hostGroup, Environment environment) {
    return DesiredCluster.builder()
        .name(new ClusterName(name))
        .hostGroup(new HostGroupName(hostGroup))
        .environment(environment)
        .build();
  }
}

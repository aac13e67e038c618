package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "environments: environment staging is defined more than once",
                        "clusters/a: the cluster is defined more than once",
                        "clusters/b: host group shared already belongs to cluster a",
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
  void locationsAffectNeitherEqualityNorFingerprint() {
    DesiredCluster cluster = DesiredCluster.of("prod-1", STAGING, "pay", "shop");
    NamespaceName pay = new NamespaceName("pay");
    SourceLocation line = new SourceLocation("teams/pay.yaml", 7);
    DesiredCluster located =
        DesiredCluster.builder()
            .from(cluster)
            .locations(SourceLocations.of(Optional.empty(), Map.of(pay, line)))
            .build();

    assertThat(located).isEqualTo(cluster).hasSameHashCodeAs(cluster);
    assertThat(Fingerprint.of(STAGING, located)).isEqualTo(Fingerprint.of(STAGING, cluster));
    assertThat(DesiredCluster.builder().from(located).build().locations().namespace(pay))
        .contains(line);
    assertThat(line).hasToString("teams/pay.yaml:7");
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

  @ParameterizedTest
  @CsvSource({
    "https://ABC12345.live.dynatrace.com:443/",
    "https://abc12345.live.dynatrace.com/api/v2/",
    "https://abc12345.live.dynatrace.com/api//api",
    "https://abc12345.live.dynatrace.com/ui/apps/dynatrace.logs",
    "https://abc12345.apps.dynatrace.com",
    "https://abc12345.apps.dynatrace.com/platform/classic/environment-api/v2"
  })
  void twoNamesForOneEnvironmentAreRefused(String url) {
    DesiredState.Builder state =
        DesiredState.builder()
            .addEnvironment(Environment.of("one", "https://abc12345.live.dynatrace.com"))
            .addEnvironment(Environment.of("two", url));

    assertThatThrownBy(state::build)
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("environments one and two have the same URL");
  }

  @Test
  void environmentsOfManagedAreToldApartByTheirPath() {
    Environment one = Environment.of("one", "https://dynatrace.example.com/e/1/api/v2");
    Environment two = Environment.of("two", "https://dynatrace.example.com/e/2");

    assertThat(one.url()).hasToString("https://dynatrace.example.com/e/1");
    assertThat(one.identity()).isNotEqualTo(two.identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a:0",
        "https://a:99999",
        "https://a:",
        "https://a/../b",
        "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com"
      })
  void urlsThatLeadNowhereAreRefused(String url) {
    assertThatThrownBy(() -> Environment.of("one", url))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("environment URL");
  }
}

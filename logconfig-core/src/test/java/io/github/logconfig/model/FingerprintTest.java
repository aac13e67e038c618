package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");

  @Test
  void doesNotDependOnOrderOrDuplicates() {
    assertThat(of(Policy.ADDITIVE, "b", "a", "b")).isEqualTo(of(Policy.ADDITIVE, "a", "b"));
  }

  @Test
  void tellsSetsApartWhoseNamesRunTogether() {
    assertThat(of(Policy.ADDITIVE, "app", "app-db")).isNotEqualTo(of(Policy.ADDITIVE, "appapp-db"));
  }

  @Test
  void dependsOnUrlHostGroupAndPolicy() {
    Fingerprint base = of(Policy.ADDITIVE, "a");
    DesiredCluster cluster = cluster(Policy.ADDITIVE, "a");

    assertThat(of(Policy.EXCLUSIVE, "a")).isNotEqualTo(base);
    assertThat(Fingerprint.of(Environment.of("staging", "https://xyz.live.dynatrace.com"), cluster))
        .isNotEqualTo(base);
    assertThat(
            Fingerprint.of(
                STAGING,
                DesiredCluster.builder()
                    .from(cluster)
                    .hostGroup(new HostGroupName("other"))
                    .build()))
        .isNotEqualTo(base);
  }

  /**
   * Computed by hand with {@code printf} and {@code sha256sum}; another language must come to the
   * same.
   */
  @Test
  void isTheSameInEveryLanguage() {
    assertThat(of(Policy.ADDITIVE, "app", "app-db").hex())
        .isEqualTo("06e420e2036306427c84280e8546a991b973c7269310470d6bcc7df6fecff74a");
  }

  @Test
  void dependsOnTarget() {
    DesiredCluster ofCluster =
        DesiredCluster.builder()
            .from(cluster(Policy.ADDITIVE, "app", "app-db"))
            .target(Target.KUBERNETES_CLUSTER)
            .build();
    DesiredCluster withUid =
        DesiredCluster.builder()
            .from(ofCluster)
            .hostGroup(new HostGroupName("other"))
            .kubernetesClusterUid(new KubernetesClusterUid("uid-1"))
            .build();

    assertThat(Fingerprint.of(STAGING, ofCluster).hex())
        .isEqualTo("d3c273caec34dd07c37b218016333bf0b76595c2c48b642423d8e09d7693553b");
    assertThat(Fingerprint.of(STAGING, withUid)).isEqualTo(Fingerprint.of(STAGING, ofCluster));
  }

  @Test
  void theShortFormFitsIntoTheNameOfAKubernetesObject() {
    assertThat(of(Policy.ADDITIVE, "a").shortForm()).matches("[0-9a-f]{10}");
    assertThatThrownBy(() -> new Fingerprint("abc")).isInstanceOf(InvalidValueException.class);
  }

  private static Fingerprint of(Policy policy, String... namespaces) {
    return Fingerprint.of(STAGING, cluster(policy, namespaces));
  }

  private static DesiredCluster cluster(Policy policy, String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("stage-01"))
        .environment(STAGING)
        .policy(policy)
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }
}

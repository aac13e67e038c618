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

package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The {@code DynaKube} that makes the Dynatrace Operator roll out agents, which put every node of
 * the cluster into the cluster's host group.
 *
 * <p>There is one per cluster: a node runs one agent, and the agent reports to one environment.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the operator's namespace, usually {@code dynatrace}
 * @param name the object's name, at most 40 characters
 * @param release the operator's release
 * @param version the version in which the object is written; one that the release serves
 * @param mode how agents are rolled out
 * @param capabilities what the ActiveGate does; without any there is none
 * @param tokenSecret the secret with the operator's tokens, under the key {@code apiToken}
 * @since 0.1.0
 */
public record DynaKube(
    String namespace,
    String name,
    OperatorRelease release,
    DynaKubeVersion version,
    Mode mode,
    Set<String> capabilities,
    String tokenSecret) {

  private static final int LONGEST_API_URL = 128;
  private static final int LONGEST_NAME = 40;
  private static final Pattern PLATFORM_HOST =
      Pattern.compile("^(https://[A-Za-z0-9-]+)\\.apps\\.(?=dynatrace\\.com(:|/))");
  private static final Set<String> KNOWN_CAPABILITIES =
      new TreeSet<>(
          List.of(
              "routing", "kubernetes-monitoring", "metrics-ingest", "dynatrace-api", "debugging"));

  /**
   * How agents are rolled out.
   *
   * @since 0.1.0
   */
  public enum Mode {
    /** A pod with the whole agent on every node. */
    CLASSIC_FULL_STACK("classicFullStack"),
    /** An agent for the host on every node, and code modules that are injected into pods. */
    CLOUD_NATIVE_FULL_STACK("cloudNativeFullStack");

    private final String field;

    Mode(String field) {
      this.field = field;
    }
  }

  /**
   * Checks the names and that the release serves the version.
   *
   * @param namespace as told above
   * @param name as told above
   * @param release as told above
   * @param version as told above
   * @param mode as told above
   * @param capabilities as told above
   * @param tokenSecret as told above
   * @throws InvalidValueException if a name cannot be one, a capability is not known, or the
   *     release does not serve the version
   */
  public DynaKube {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.requireLabel("DynaKube name", name);
    if (name.length() > LONGEST_NAME) {
      throw new InvalidValueException("DynaKube name", name, "at most 40 characters long");
    }
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    release.require(version);
    capabilities = Set.copyOf(capabilities);
    for (String capability : capabilities) {
      if (!KNOWN_CAPABILITIES.contains(capability)) {
        throw new InvalidValueException(
            "ActiveGate capability", capability, "one of " + String.join(", ", KNOWN_CAPABILITIES));
      }
    }
  }

  /**
   * The usual one: named {@code dynakube} in the namespace {@code dynatrace}, in the version that
   * the release stores, classic full stack, with an ActiveGate that routes and monitors Kubernetes.
   *
   * @param release the operator's release
   * @param tokenSecret the secret with the operator's tokens
   * @return the DynaKube
   * @throws InvalidValueException if {@code tokenSecret} cannot be a secret's name
   */
  public static DynaKube of(OperatorRelease release, String tokenSecret) {
    return new DynaKube(
        "dynatrace",
        "dynakube",
        release,
        release.storage(),
        Mode.CLASSIC_FULL_STACK,
        Set.of("routing", "kubernetes-monitoring"),
        tokenSecret);
  }

  /**
   * The object for a cluster.
   *
   * @param cluster gives the environment and the host group
   * @return the object
   * @throws InvalidValueException if the environment's API URL has more than 128 characters
   */
  public HasMetadata manifest(DesiredCluster cluster) {
    GenericKubernetesResource dynaKube =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("dynatrace.com/" + version.label())
            .withKind("DynaKube")
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .build();
    dynaKube.setAdditionalProperty("spec", spec(cluster));
    return dynaKube;
  }

  private Map<String, Object> spec(DesiredCluster cluster) {
    // the operator speaks to the classic API, which SaaS serves under another host name
    String apiUrl =
        PLATFORM_HOST.matcher(cluster.environment().url() + "/api").replaceFirst("$1.live.");
    if (apiUrl.length() > LONGEST_API_URL) {
      throw new InvalidValueException("API URL", apiUrl, "at most 128 characters long");
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!capabilities.isEmpty()) {
      spec.put("activeGate", Map.of("capabilities", capabilities.stream().sorted().toList()));
    }
    spec.put("apiUrl", apiUrl);
    spec.put("oneAgent", oneAgent(cluster.hostGroup().value()));
    spec.put("tokens", tokenSecret);
    return spec;
  }

  private Map<String, Object> oneAgent(String hostGroup) {
    if (release.hasHostGroup()) {
      return Map.of("hostGroup", hostGroup, mode.field, Map.of());
    }
    return Map.of(mode.field, Map.of("args", List.of("--set-host-group=" + hostGroup)));
  }
}

package io.github.logconfig.manifest;

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
 * The {@code DynaKube} object of a cluster. The Dynatrace Operator rolls out agents that put every
 * node of the cluster into the cluster's host group.
 *
 * <p>A cluster has one: a node runs one agent, and the agent reports to one environment.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace namespace of the operator, usually {@code dynatrace}
 * @param name name of the object, at most 40 characters
 * @param release release of the operator
 * @param version API version of the object; the release must serve it
 * @param mode how agents are rolled out
 * @param capabilities capabilities of the ActiveGate; no ActiveGate is deployed if empty
 * @param tokenSecret secret with the operator's token under the key {@code apiToken}
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
    /** A host agent on every node, and code modules that are injected into pods. */
    CLOUD_NATIVE_FULL_STACK("cloudNativeFullStack");

    private final String field;

    Mode(String field) {
      this.field = field;
    }
  }

  /**
   * Validates the names, the capabilities and the version.
   *
   * @throws InvalidValueException if a name is invalid, a capability is unknown, or the release
   *     does not serve the version
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
   * Returns the default: {@code dynakube} in the namespace {@code dynatrace}, in the storage
   * version of the release, classic full stack, with an ActiveGate for routing and Kubernetes
   * monitoring.
   *
   * @param release release of the operator
   * @param tokenSecret secret with the operator's token
   * @throws InvalidValueException if {@code tokenSecret} is not a valid name of a secret
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
   * Returns the object for a cluster.
   *
   * @param cluster supplies the environment and the host group
   * @throws InvalidValueException if the environment's API URL has more than 128 characters
   */
  public HasMetadata manifest(DesiredCluster cluster) {
    return CustomResource.of(
        "dynatrace.com/" + version.label(), "DynaKube", namespace, name, Map.of(), spec(cluster));
  }

  private Map<String, Object> spec(DesiredCluster cluster) {
    // the operator calls the classic API, which SaaS serves on another host
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

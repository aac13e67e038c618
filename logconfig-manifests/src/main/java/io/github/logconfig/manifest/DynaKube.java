package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The {@code DynaKube} object of a cluster. The Dynatrace Operator rolls out agents that put every
 * node of the cluster into the cluster's host group; {@link Mode#LOG_ONLY} rolls out no agents, so
 * there is no host group.
 *
 * <p>A cluster has one: a node runs one agent, and the agent reports to one environment.
 *
 * <p>Dynatrace shows the cluster under its own name: the operator registers it under the name of
 * the object, or under the name in an annotation if the object has another name. The operator does
 * this once; a later change has no effect.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace namespace of the operator, usually {@code dynatrace}
 * @param name name of the object, at most 40 characters; if empty, the name of the cluster in
 *     Dynatrace, or {@code dynakube} if that is not a valid name
 * @param release release of the operator
 * @param version API version of the object; the release must serve it
 * @param mode how agents are rolled out
 * @param capabilities capabilities of the ActiveGate; no ActiveGate is deployed if empty
 * @param tokenSecret secret with the operator's token under the key {@code apiToken}
 * @param logImage image of the log module as {@code REPOSITORY:TAG}; required by {@link
 *     Mode#LOG_ONLY}
 * @since 0.1.0
 */
public record DynaKube(
    String namespace,
    Optional<String> name,
    OperatorRelease release,
    DynaKubeVersion version,
    Mode mode,
    Set<String> capabilities,
    String tokenSecret,
    Optional<String> logImage) {

  /** Name under which the operator registers the cluster, if not under that of the object. */
  static final String LABEL_ANNOTATION =
      "feature.dynatrace.com/automatic-kubernetes-api-monitoring-cluster-name";

  private static final String DEFAULT_NAME = "dynakube";
  private static final int LONGEST_API_URL = 128;
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");
  private static final Pattern IMAGE =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/-]{0,400}:[a-zA-Z0-9._-]{1,128}");
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
    /** A host agent on every node, and code modules that are injected into pods. */
    CLOUD_NATIVE_FULL_STACK("cloud-native", "cloudNativeFullStack"),
    /** A pod with the whole agent on every node. The vendor calls it legacy. */
    CLASSIC_FULL_STACK("classic", "classicFullStack"),
    /** A host agent on every node, and nothing in pods. */
    HOST_MONITORING("host-monitoring", "hostMonitoring"),
    /** The log module on every node, without an agent. */
    LOG_ONLY("log-only", "logMonitoring");

    private final String label;
    private final String field;

    Mode(String label, String field) {
      this.label = label;
      this.field = field;
    }

    /** Returns the name of the mode on the command line, for example {@code cloud-native}. */
    public String label() {
      return label;
    }
  }

  /**
   * Validates the names, the capabilities and the version.
   *
   * @throws InvalidValueException if a name is invalid, a capability is unknown, the release does
   *     not serve the version, or the version does not have the mode
   */
  public DynaKube {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    name.ifPresent(
        text ->
            KubernetesNames.require(
                NAME,
                "DynaKube name",
                text,
                "1 to 40 lower-case letters, digits or '-', starting with a letter"));
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    release.require(version);
    capabilities = Set.copyOf(capabilities);
    for (String capability : capabilities) {
      if (!KNOWN_CAPABILITIES.contains(capability)) {
        throw new InvalidValueException(
            "ActiveGate capability", capability, "one of " + String.join(", ", KNOWN_CAPABILITIES));
      }
    }
    if (mode == Mode.LOG_ONLY) {
      requireLogModule(version, logImage);
    }
  }

  private static void requireLogModule(DynaKubeVersion version, Optional<String> logImage) {
    if (version.compareTo(DynaKubeVersion.V1BETA3) < 0) {
      throw new InvalidValueException(
          "DynaKube version", version.label(), "v1beta3 or newer: older ones have no log module");
    }
    KubernetesNames.require(
        IMAGE,
        "image of the log module",
        logImage.orElse(""),
        "REPOSITORY:TAG, such as public.ecr.aws/dynatrace/dynatrace-logmodule:1.331.24; the"
            + " operator has no default");
  }

  /**
   * Returns the default: named after the cluster, in the namespace {@code dynatrace}, in the
   * storage version of the release, cloud-native full stack, with an ActiveGate for routing and
   * Kubernetes monitoring.
   *
   * @param release release of the operator
   * @param tokenSecret secret with the operator's token
   * @throws InvalidValueException if {@code tokenSecret} is not a valid name of a secret
   */
  public static DynaKube of(OperatorRelease release, String tokenSecret) {
    return new DynaKube(
        "dynatrace",
        Optional.empty(),
        release,
        release.storage(),
        Mode.CLOUD_NATIVE_FULL_STACK,
        Set.of("routing", "kubernetes-monitoring"),
        tokenSecret,
        Optional.empty());
  }

  /**
   * Returns the object for a cluster.
   *
   * @param cluster supplies the environment, the name and the host group
   * @throws InvalidValueException if the environment's API URL has more than 128 characters
   */
  public HasMetadata manifest(DesiredCluster cluster) {
    String label = cluster.kubernetesClusterName().orElse(cluster.name().value());
    String objectName = name.orElse(NAME.matcher(label).matches() ? label : DEFAULT_NAME);
    return CustomResource.of(
        "dynatrace.com/" + version.label(),
        "DynaKube",
        namespace,
        objectName,
        Map.of(),
        objectName.equals(label) ? Map.of() : Map.of(LABEL_ANNOTATION, label),
        spec(cluster));
  }

  private Map<String, Object> spec(DesiredCluster cluster) {
    // the operator calls the classic API, which the identity addresses
    String apiUrl = cluster.environment().identity() + "/api";
    if (apiUrl.length() > LONGEST_API_URL) {
      throw new InvalidValueException("API URL", apiUrl, "at most 128 characters long");
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!capabilities.isEmpty()) {
      spec.put("activeGate", Map.of("capabilities", capabilities.stream().sorted().toList()));
    }
    spec.put("apiUrl", apiUrl);
    if (mode == Mode.LOG_ONLY) {
      spec.put(mode.field, Map.of("ingestRuleMatchers", List.of(firstRule(cluster))));
      spec.put("templates", Map.of(mode.field, Map.of("imageRef", imageRef())));
    } else {
      spec.put("oneAgent", oneAgent(cluster.hostGroup().value()));
    }
    spec.put("tokens", tokenSecret);
    return spec;
  }

  /**
   * Returns the matcher of the rule that the operator creates if the cluster has none. Without
   * matchers, that rule would ingest the logs of all namespaces. The operator never updates it.
   */
  private Map<String, Object> firstRule(DesiredCluster cluster) {
    List<String> namespaces = cluster.namespaces().stream().map(NamespaceName::value).toList();
    return Map.of(
        "attribute",
        "k8s.namespace.name",
        "values",
        // a matcher needs a value
        namespaces.isEmpty() ? List.of(namespace) : namespaces);
  }

  private Map<String, String> imageRef() {
    String image = logImage.orElseThrow();
    int colon = image.lastIndexOf(':');
    return Map.of("repository", image.substring(0, colon), "tag", image.substring(colon + 1));
  }

  private Map<String, Object> oneAgent(String hostGroup) {
    if (release.hasHostGroup()) {
      return Map.of("hostGroup", hostGroup, mode.field, Map.of());
    }
    return Map.of(mode.field, Map.of("args", List.of("--set-host-group=" + hostGroup)));
  }
}

package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the rules of a cluster are managed, and which Kubernetes cluster in Dynatrace it is: the
 * fields {@code target} and {@code kubernetesCluster} of a cluster, the same in every source.
 */
public record ClusterTarget(
    Target target, Optional<KubernetesClusterUid> uid, Optional<String> name) {

  public static final String TARGET = "target";
  public static final String KUBERNETES_CLUSTER = "kubernetesCluster";
  public static final String UID = "uid";
  public static final String NAME = "name";

  private static final Set<String> KEYS = Set.of(UID, NAME);
  private static final int MAX_DISPLAY_NAME = 500;

  /** Reads both fields of a cluster; empty, with a problem, if one of them is invalid. */
  public static Optional<ClusterTarget> of(Map<String, YamlNode> fields) {
    Optional<Target> target =
        fields.containsKey(TARGET)
            ? fields.get(TARGET).value(TARGET, Target::parse)
            : Optional.of(Target.HOST_GROUP);
    YamlNode node = fields.get(KUBERNETES_CLUSTER);
    if (node == null) {
      return target.map(it -> new ClusterTarget(it, Optional.empty(), Optional.empty()));
    }
    Map<String, YamlNode> entries = node.mapping(KUBERNETES_CLUSTER, KEYS).orElse(Map.of());
    if (node.isMapping() && entries.isEmpty()) {
      node.problem("kubernetesCluster has neither uid nor name");
    }
    Optional<KubernetesClusterUid> uid =
        Optional.ofNullable(entries.get(UID))
            .flatMap(it -> it.value("uid of kubernetesCluster", KubernetesClusterUid::new));
    Optional<String> name =
        Optional.ofNullable(entries.get(NAME))
            .flatMap(it -> it.value("name of kubernetesCluster", ClusterTarget::displayName));
    boolean valid =
        !entries.isEmpty()
            && uid.isPresent() == entries.containsKey(UID)
            && name.isPresent() == entries.containsKey(NAME)
            && KEYS.containsAll(entries.keySet());
    return valid ? target.map(it -> new ClusterTarget(it, uid, name)) : Optional.empty();
  }

  private static String displayName(String text) {
    boolean isPrintable = Quoted.line(text).equals(text) && text.strip().equals(text);
    if (text.isEmpty() || text.length() > MAX_DISPLAY_NAME || !isPrintable) {
      throw new InvalidValueException(
          "name of the Kubernetes cluster",
          text,
          "1 to " + MAX_DISPLAY_NAME + " printable characters");
    }
    return text;
  }
}

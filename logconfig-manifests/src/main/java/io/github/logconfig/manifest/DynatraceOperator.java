package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.github.logconfig.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Installs the Dynatrace Operator.
 *
 * <p>{@link Install#OLM} renders a namespace, an operator group for all namespaces, and a
 * subscription to the channel {@code alpha}: the operator supports no other install mode, and no
 * release is in another channel. {@link Install#HELM} renders the namespace, and {@link
 * #helmCommand} installs the rest.
 *
 * <p>With a version, the Operator Lifecycle Manager starts with that version and upgrades only
 * after approval, the first installation included. A {@code DynaKube} of an old API version would
 * be refused by a newer operator. Without a version, it installs the newest one and upgrades by
 * itself.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace namespace of the operator, usually {@code dynatrace}
 * @param version the version to install, for example {@code 1.10.2}; the newest if empty
 * @param install how it is installed
 * @since 0.1.0
 */
public record DynatraceOperator(String namespace, Optional<String> version, Install install) {

  private static final String PACKAGE = "dynatrace-operator";
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){2}");
  private static final String CHART = "oci://public.ecr.aws/dynatrace/" + PACKAGE;
  private static final String OLD_CHARTS =
      "https://raw.githubusercontent.com/Dynatrace/dynatrace-operator/main/config/helm/repos/stable";

  /**
   * How the operator is installed.
   *
   * @since 0.1.0
   */
  public enum Install {
    /** By OpenShift's Operator Lifecycle Manager. */
    OLM,
    /** By the vendor's Helm chart. */
    HELM
  }

  /**
   * Validates the names.
   *
   * @throws InvalidValueException if the namespace or the version is invalid
   */
  public DynatraceOperator {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    version.ifPresent(
        text ->
            KubernetesNames.require(
                VERSION, "operator version", text, "a version of three numbers, such as 1.10.2"));
  }

  /** Returns the objects in the order of their creation. */
  public List<HasMetadata> manifests() {
    HasMetadata ownNamespace =
        new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    if (install == Install.HELM) {
      return List.of(ownNamespace);
    }
    Map<String, String> subscription = new TreeMap<>();
    subscription.put("name", PACKAGE);
    subscription.put("channel", "alpha");
    subscription.put("installPlanApproval", version.isPresent() ? "Manual" : "Automatic");
    subscription.put("source", "certified-operators");
    subscription.put("sourceNamespace", "openshift-marketplace");
    version.ifPresent(number -> subscription.put("startingCSV", PACKAGE + ".v" + number));
    return List.of(
        ownNamespace,
        CustomResource.of(
            "operators.coreos.com/v1",
            "OperatorGroup",
            namespace,
            PACKAGE,
            Map.of(),
            Map.of(),
            Map.of()),
        CustomResource.of(
            "operators.coreos.com/v1alpha1",
            "Subscription",
            namespace,
            PACKAGE,
            Map.of(),
            Map.of(),
            subscription));
  }

  /** Returns the shell command that installs or upgrades the operator with Helm. */
  public String helmCommand() {
    boolean old = version.filter(number -> number.matches("0\\.1[0-4]\\..*")).isPresent();
    return "helm upgrade --install "
        + PACKAGE
        + " "
        + (old ? PACKAGE + " --repo " + OLD_CHARTS : CHART)
        + version.map(number -> " --version " + number).orElse("")
        + " --namespace "
        + namespace
        + " --create-namespace --atomic";
  }
}

package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Installs the Dynatrace Operator through OpenShift's Operator Lifecycle Manager: a namespace, an
 * operator group for all namespaces, and a subscription to the channel {@code alpha}. The operator
 * supports no other install mode and has no other channel.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace namespace of the operator, usually {@code dynatrace}
 * @param startingCsv the first version to install, for example {@code dynatrace-operator.v1.10.2};
 *     the newest if empty
 * @since 0.1.0
 */
public record DynatraceOperator(String namespace, Optional<String> startingCsv) {

  private static final String PACKAGE = "dynatrace-operator";

  /**
   * Validates the names.
   *
   * @throws io.github.logconfig.model.InvalidValueException if a name is invalid
   */
  public DynatraceOperator {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    startingCsv.ifPresent(csv -> KubernetesNames.requireObjectName("starting version", csv));
  }

  /** Returns namespace, operator group and subscription, in the order of their creation. */
  public List<HasMetadata> manifests() {
    HasMetadata ownNamespace =
        new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    Map<String, String> subscription = new TreeMap<>();
    subscription.put("name", PACKAGE);
    subscription.put("channel", "alpha");
    subscription.put("installPlanApproval", "Automatic");
    subscription.put("source", "certified-operators");
    subscription.put("sourceNamespace", "openshift-marketplace");
    startingCsv.ifPresent(csv -> subscription.put("startingCSV", csv));
    return List.of(
        ownNamespace,
        CustomResource.of(
            "operators.coreos.com/v1", "OperatorGroup", namespace, PACKAGE, Map.of(), Map.of()),
        CustomResource.of(
            "operators.coreos.com/v1alpha1",
            "Subscription",
            namespace,
            PACKAGE,
            Map.of(),
            subscription));
  }
}

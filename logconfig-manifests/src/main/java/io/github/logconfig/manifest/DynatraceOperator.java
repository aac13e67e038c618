package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.openshift.api.model.operatorhub.v1.OperatorGroupBuilder;
import io.fabric8.openshift.api.model.operatorhub.v1alpha1.SubscriptionBuilder;
import io.fabric8.openshift.api.model.operatorhub.v1alpha1.SubscriptionFluent;
import java.util.List;
import java.util.Optional;

/**
 * The Dynatrace Operator as OpenShift's lifecycle manager installs it: a namespace, an operator
 * group of all namespaces, which is the only mode that the operator has, and a subscription to the
 * channel {@code alpha}, the only one that it has.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace where the operator runs, usually {@code dynatrace}
 * @param startingCsv the first version to install, for example {@code dynatrace-operator.v1.10.2};
 *     the newest if empty
 * @since 0.1.0
 */
public record DynatraceOperator(String namespace, Optional<String> startingCsv) {

  private static final String PACKAGE = "dynatrace-operator";

  /**
   * Checks the names.
   *
   * @param namespace as told above
   * @param startingCsv as told above
   * @throws io.github.logconfig.model.InvalidValueException if one of them cannot be a name
   */
  public DynatraceOperator {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    startingCsv.ifPresent(csv -> KubernetesNames.requireObjectName("starting version", csv));
  }

  /**
   * The objects to deploy, in the order in which they have to be created.
   *
   * @return namespace, operator group and subscription
   */
  public List<HasMetadata> manifests() {
    HasMetadata ownNamespace =
        new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    HasMetadata group =
        new OperatorGroupBuilder()
            .withNewMetadata()
            .withName(PACKAGE)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();
    SubscriptionFluent<SubscriptionBuilder>.SpecNested<SubscriptionBuilder> spec =
        new SubscriptionBuilder()
            .withNewMetadata()
            .withName(PACKAGE)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withName(PACKAGE)
            .withChannel("alpha")
            .withInstallPlanApproval("Automatic")
            .withSource("certified-operators")
            .withSourceNamespace("openshift-marketplace");
    startingCsv.ifPresent(spec::withStartingCSV);
    return List.of(ownNamespace, group, spec.endSpec().build());
  }
}

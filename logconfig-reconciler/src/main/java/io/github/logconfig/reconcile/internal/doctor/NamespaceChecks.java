package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.inventory.UnknownNamespace;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.internal.observe.EnvironmentObserver;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Warns about desired namespaces that Dynatrace has not seen: they may be typing mistakes. A
 * cluster is compared with the namespaces of the Kubernetes cluster that it is tied to, or with
 * those of all Kubernetes clusters. If Dynatrace knows no namespaces there, nothing is reported; if
 * they cannot be read, a warning says that they were not compared.
 */
final class NamespaceChecks {

  private static final String NAMESPACE = "CLOUD_APPLICATION_NAMESPACE";
  private static final String CLUSTER_OF_NAMESPACE = "isClusterOfNamespace";
  private static final int MAX_WARNINGS = 20;

  private final DynatraceClient client;
  private final Doctor.CheckList checks;

  NamespaceChecks(DynatraceClient client, Doctor.CheckList checks) {
    this.client = client;
    this.checks = checks;
  }

  void check(Environment environment, List<DesiredCluster> clusters) {
    try {
      compare(environment, clusters);
    } catch (DynatraceException e) {
      Failure failure = Failure.of(e);
      checks.warning(
          "environment " + environment.name(),
          "namespaces",
          "not checked whether Dynatrace has seen the desired namespaces: " + failure.message(),
          failure.kind() == FailureKind.PERMISSION
              ? "give the token the scope entities.read"
              : "run this again");
    }
  }

  private void compare(Environment environment, List<DesiredCluster> clusters) {
    Map<EntityId, Set<String>> byCluster = new HashMap<>();
    Set<String> all = new HashSet<>();
    client
        .entities()
        .list(EntitySelector.ofType(NAMESPACE), List.of("toRelationships." + CLUSTER_OF_NAMESPACE))
        .forEach(namespace -> add(namespace, byCluster, all));
    if (all.isEmpty()) {
      return;
    }
    ObservedState observed =
        new EnvironmentObserver(client).observe(environment, clusters, clusters, true);
    for (DesiredCluster cluster : clusters) {
      Set<EntityId> tied = tied(cluster, observed);
      Set<String> seen = new HashSet<>();
      tied.forEach(id -> seen.addAll(byCluster.getOrDefault(id, Set.of())));
      report(
          cluster,
          tied.isEmpty() ? all : seen,
          tied.isEmpty() ? "in environment " + environment.name() : "in this cluster");
    }
  }

  /** Returns the Kubernetes clusters with the UID of a cluster, or with hosts in its host group. */
  private static Set<EntityId> tied(DesiredCluster cluster, ObservedState observed) {
    Optional<KubernetesClusterUid> uid = cluster.kubernetesClusterUid();
    Set<EntityId> hostGroups = observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
    return observed.kubernetesClusters().stream()
        .filter(
            it ->
                uid.isPresent()
                    ? it.uid().equals(uid)
                    : !Collections.disjoint(it.hostGroups().orElse(Set.of()), hostGroups))
        .map(ObservedKubernetesCluster::id)
        .collect(Collectors.toSet());
  }

  private static void add(Entity namespace, Map<EntityId, Set<String>> byCluster, Set<String> all) {
    all.add(namespace.displayName());
    for (String id :
        namespace.toRelationships().getOrDefault(CLUSTER_OF_NAMESPACE, List.<String>of())) {
      byCluster
          .computeIfAbsent(new EntityId(id), key -> new HashSet<>())
          .add(namespace.displayName());
    }
  }

  private void report(DesiredCluster cluster, Set<String> seen, String where) {
    if (seen.isEmpty() || cluster.namespaces().isEmpty()) {
      return;
    }
    String subject = "cluster " + cluster.name();
    List<UnknownNamespace> unknown = UnknownNamespace.of(cluster, seen);
    if (unknown.isEmpty()) {
      checks.ok(subject, "namespaces", "Dynatrace has seen all desired namespaces " + where);
    }
    for (UnknownNamespace namespace : unknown.subList(0, Math.min(MAX_WARNINGS, unknown.size()))) {
      checks.warning(
          subject,
          "namespaces",
          "Dynatrace has not seen namespace "
              + namespace.name()
              + " "
              + where
              + namespace.suggestion(),
          "correct the name"
              + namespace.location().map(it -> " at " + it).orElse("")
              + ", or ignore this if the namespace is new");
    }
    if (unknown.size() > MAX_WARNINGS) {
      checks.warning(
          subject,
          "namespaces",
          "Dynatrace has not seen "
              + (unknown.size() - MAX_WARNINGS)
              + " more of "
              + cluster.namespaces().size()
              + " desired namespaces "
              + where,
          "");
    }
  }
}

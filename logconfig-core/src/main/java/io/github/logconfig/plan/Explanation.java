package io.github.logconfig.plan;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why logs are ingested or not, now and after the plan of their cluster.
 *
 * @param known the known attributes of the logs
 * @param now the answer for the observed rules
 * @param afterPlan the answer for the rules after the plan
 * @param plan the plan
 * @param hostGroups the entities that have the name of the cluster's host group
 * @param kubernetes what ties the cluster to Kubernetes clusters in Dynatrace
 * @param observed the observed rules of {@code now}, with their authors and times
 * @since 0.1.0
 */
public record Explanation(
    LogRecord known,
    Answer now,
    Answer afterPlan,
    LogConfigPlan plan,
    Set<EntityId> hostGroups,
    KubernetesTie kubernetes,
    List<ObservedRule> observed) {

  /** Copies the collections. */
  public Explanation {
    hostGroups = Set.copyOf(hostGroups);
    observed = List.copyOf(observed);
  }

  /**
   * What ties a cluster to Kubernetes clusters in Dynatrace.
   *
   * @param evidence the evidence
   * @param clusters the Kubernetes clusters; several if the evidence is ambiguous
   */
  public record KubernetesTie(Evidence evidence, List<KubernetesCluster> clusters) {

    /** Copies the clusters. */
    public KubernetesTie {
      clusters = List.copyOf(clusters);
    }
  }

  /**
   * A Kubernetes cluster in Dynatrace.
   *
   * @param id the id of its entity
   * @param label its display name, of unknown origin; empty if it is unknown
   */
  public record KubernetesCluster(EntityId id, Optional<String> label) {}

  /** Kinds of evidence for a tie, best first. */
  public enum Evidence {
    /** The UID is the same on both sides. */
    UID,
    /** Hosts of the Kubernetes cluster belong to the host group of the cluster. */
    TOPOLOGY,
    /** The names are the same. */
    NAME,
    /** Kubernetes clusters have rules, and it is not known whether one of them is the cluster. */
    NONE,
    /** No Kubernetes cluster and no host has rules, so the tie does not matter. */
    NOT_NEEDED
  }

  /**
   * The answer for one state of the rules.
   *
   * @param verdict whether the logs are ingested, and the rules that may decide
   * @param trace the rules that are evaluated for the logs, in the order of evaluation; the last
   *     one matches all remaining logs unless some logs match no rule
   */
  public record Answer(NamespaceVerdict verdict, List<TraceEntry> trace) {

    /** Copies the trace. */
    public Answer {
      trace = List.copyOf(trace);
    }

    /**
     * Returns the attributes that the verdict depends on besides those that are known: the rules
     * that may match have conditions on them.
     */
    public Set<Attribute> dependsOn(LogRecord known) {
      Set<Attribute> attributes = new LinkedHashSet<>();
      trace.stream()
          .filter(entry -> entry.outcome() == TraceEntry.Outcome.MAY_MATCH)
          .map(entry -> entry.rule().rule().matchers())
          .flatMap(Collection::stream)
          .map(Matcher::attribute)
          .filter(attribute -> known.values(attribute).isEmpty())
          .forEach(attributes::add);
      return attributes;
    }
  }

  /**
   * Returns the observed rule of an entry of the trace; empty if the plan creates or changes it.
   */
  public Optional<ObservedRule> observed(ScopedRule rule) {
    return observed.stream()
        .filter(it -> rule.objectId().filter(it.objectId()::equals).isPresent())
        .filter(it -> it.rule().equals(rule.rule()))
        .findFirst();
  }

  /** Returns whether the desired state of the cluster contains the namespace of the logs. */
  public boolean isDesired() {
    return plan.desiredNamespaces().stream()
        .anyMatch(it -> known.values(Attribute.K8S_NAMESPACE_NAME).contains(it.value()));
  }

  /**
   * Returns where the namespace is defined; empty if that is unknown. A source such as
   * app-interface also defines namespaces that are not desired.
   */
  public Optional<SourceLocation> location() {
    return known.values(Attribute.K8S_NAMESPACE_NAME).stream()
        .filter(NamespaceName::isValid)
        .flatMap(it -> plan.locations().namespace(new NamespaceName(it)).stream())
        .findFirst();
  }

  /** Returns who owns the namespace, as {@link SourceLocations#owner}. */
  public Optional<String> owner() {
    return known.values(Attribute.K8S_NAMESPACE_NAME).stream()
        .filter(NamespaceName::isValid)
        .flatMap(it -> plan.locations().owner(new NamespaceName(it)).stream())
        .findFirst();
  }
}

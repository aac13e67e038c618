package io.github.logconfig.arrival;

import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the rules of a cluster let in.
 *
 * @param cluster the desired cluster
 * @param namespaces what is expected of each namespace, in natural order
 * @param changed when the rules were changed last, by the clock of the service; empty if all delays
 *     have passed since
 * @since 0.1.0
 */
public record ArrivalExpectation(
    DesiredCluster cluster, Map<NamespaceName, Expected> namespaces, Optional<Instant> changed) {

  /** What is expected of a namespace. */
  public enum Expected {
    /** The rules let in all logs. */
    ARRIVES,
    /** The rules let in no logs; they were removed. */
    STOPPED,
    /** The logs should have stopped, but managed rules cover them again. */
    NOT_STOPPED,
    /** The logs are desired, but the rules let in a part of them or none, or this is not known. */
    UNCLEAR
  }

  /** Sorts the namespaces. */
  public ArrivalExpectation {
    namespaces = Collections.unmodifiableMap(new TreeMap<>(namespaces));
  }

  /**
   * Returns what the rules of a cluster let in.
   *
   * @param cluster the desired cluster
   * @param now the plan for the rules as they are now
   * @param stopped namespaces that a change has removed
   * @param changed when the rules were changed last; empty if all delays have passed since
   */
  public static ArrivalExpectation of(
      DesiredCluster cluster,
      LogConfigPlan now,
      Collection<NamespaceName> stopped,
      Optional<Instant> changed) {
    Map<NamespaceName, Expected> namespaces = new TreeMap<>();
    // a namespace that the planner did not prove is unclear
    cluster.namespaces().forEach(namespace -> namespaces.put(namespace, Expected.UNCLEAR));
    for (NamespaceEffect effect : now.effects()) {
      if (namespaces.containsKey(effect.namespace()) && effect.before() == Verdict.INGESTED) {
        namespaces.put(effect.namespace(), Expected.ARRIVES);
      }
    }
    stopped.forEach(
        namespace ->
            namespaces.putIfAbsent(
                namespace,
                verdict(now, namespace) == Verdict.NOT_INGESTED
                    ? Expected.STOPPED
                    : Expected.NOT_STOPPED));
    return new ArrivalExpectation(cluster, namespaces, changed);
  }

  private static Verdict verdict(LogConfigPlan now, NamespaceName namespace) {
    return now.effects().stream()
        .filter(effect -> effect.namespace().equals(namespace))
        .map(NamespaceEffect::before)
        .findFirst()
        .orElse(Verdict.NOT_INGESTED);
  }
}

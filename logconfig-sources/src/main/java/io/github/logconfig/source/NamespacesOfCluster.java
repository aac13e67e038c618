package io.github.logconfig.source;

import static io.github.logconfig.source.AppInterfaceSchema.OPT_IN;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.Problems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the namespaces of one cluster say about their logs, until it is known whether it matters.
 */
final class NamespacesOfCluster {

  private final Map<NamespaceName, Place> optIns = new TreeMap<>();
  private final Map<NamespaceName, Place> refusals = new HashMap<>();
  private final Problems doubts = new Problems();
  private final Problems others = new Problems();

  void addOptIn(NamespaceName name, Place place) {
    optIns.putIfAbsent(name, place);
  }

  void addRefusal(NamespaceName name, Place place) {
    refusals.putIfAbsent(name, place);
  }

  /** Adds what is wrong with a namespace whose name or opt-in is not known because of it. */
  void addDoubts(Problems ofNamespace) {
    doubts.addAll(ofNamespace);
  }

  /** Adds what is wrong with a file although its namespace is known. */
  void addProblems(Problems ofNamespace) {
    others.addAll(ofNamespace);
  }

  Set<NamespaceName> optedIn() {
    return optIns.keySet();
  }

  /** Reports everything that is wrong; returns whether all namespaces are known nevertheless. */
  boolean reportDoubts(Problems problems) {
    Problems own = new Problems();
    own.addAll(doubts);
    optIns.forEach(
        (name, place) -> {
          Place refusal = refusals.get(name);
          if (refusal != null) {
            own.add(
                refusal,
                OPT_IN
                    + " of namespace "
                    + name
                    + " is false here and true at "
                    + place
                    + "; expected one value for a namespace of a cluster");
          }
        });
    problems.addAll(others);
    problems.addAll(own);
    return own.isEmpty();
  }

  /** Warns that opt-ins have no effect. */
  void warnWithoutEnvironment(String cluster, Problems problems) {
    optIns.values().stream()
        .findFirst()
        .ifPresent(
            place ->
                problems.warn(
                    place,
                    OPT_IN
                        + " is set, but cluster "
                        + Quoted.of(cluster)
                        + " has no dynatraceEnvironment"));
  }
}

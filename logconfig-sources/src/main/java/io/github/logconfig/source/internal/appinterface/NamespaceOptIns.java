package io.github.logconfig.source.internal.appinterface;

import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.OPT_IN;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the namespaces of one cluster say about their logs, until it is known whether it matters.
 */
public final class NamespaceOptIns {

  private final Map<NamespaceName, Place> optIns = new TreeMap<>();
  private final Map<NamespaceName, Place> refusals = new HashMap<>();
  private final Problems doubts = new Problems();
  private final Problems others = new Problems();

  public void addOptIn(NamespaceName name, Place place) {
    optIns.putIfAbsent(name, place);
  }

  public void addRefusal(NamespaceName name, Place place) {
    refusals.putIfAbsent(name, place);
  }

  /** Adds what is wrong with a namespace whose name or opt-in is not known because of it. */
  public void addDoubts(Problems ofNamespace) {
    doubts.addAll(ofNamespace);
  }

  /** Adds what is wrong with a file although its namespace is known. */
  public void addProblems(Problems ofNamespace) {
    others.addAll(ofNamespace);
  }

  public Set<NamespaceName> optedIn() {
    return optIns.keySet();
  }

  /** Reports everything that is wrong; returns whether all namespaces are known nevertheless. */
  public boolean reportDoubts(Problems problems) {
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
  public void warnWithoutEnvironment(String cluster, Problems problems) {
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

package io.github.logconfig.source.internal.appinterface;

import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.OPT_IN;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Opt-ins and opt-outs of the namespaces of one cluster, collected until the cluster is parsed. */
public final class NamespaceOptIns {

  private final Map<NamespaceName, SourceLocation> optIns = new TreeMap<>();
  private final Map<NamespaceName, SourceLocation> optOuts = new HashMap<>();
  private final Map<NamespaceName, SourceLocation> silent = new HashMap<>();
  private final Map<NamespaceName, String> owners = new HashMap<>();
  private final Problems unresolved = new Problems();
  private final Problems others = new Problems();

  public void addOptIn(NamespaceName name, SourceLocation location) {
    optIns.putIfAbsent(name, location);
  }

  public void addOptOut(NamespaceName name, SourceLocation location) {
    optOuts.putIfAbsent(name, location);
  }

  /** Adds the file of a namespace that neither opts in nor out. */
  public void addSilent(NamespaceName name, SourceLocation location) {
    silent.putIfAbsent(name, location);
  }

  /** Adds the owner of a namespace, opted in or not. */
  public void addOwner(NamespaceName name, String owner) {
    owners.putIfAbsent(name, owner);
  }

  /** Returns the owner of a namespace; empty if it is unknown. */
  public Optional<String> owner(NamespaceName name) {
    return Optional.ofNullable(owners.get(name));
  }

  /** Adds problems that leave the name or the opt-in of a namespace unknown. */
  public void addUnresolved(Problems ofNamespace) {
    unresolved.addAll(ofNamespace);
  }

  /** Adds problems of a file whose namespace is known. */
  public void addProblems(Problems ofNamespace) {
    others.addAll(ofNamespace);
  }

  /** Returns the namespaces that are opted in, and where. */
  public Map<NamespaceName, SourceLocation> optedIn() {
    return optIns;
  }

  /** Returns where namespaces are defined, whether they are opted in or not. */
  public Map<NamespaceName, SourceLocation> locations() {
    Map<NamespaceName, SourceLocation> all = new HashMap<>(silent);
    all.putAll(optOuts);
    all.putAll(optIns);
    return all;
  }

  /** Adds all problems to {@code problems}. Returns whether all namespaces are known. */
  public boolean reportProblems(Problems problems) {
    Problems own = new Problems();
    own.addAll(unresolved);
    optIns.forEach(
        (name, location) -> {
          SourceLocation optOut = optOuts.get(name);
          if (optOut != null) {
            own.add(
                optOut,
                OPT_IN
                    + " of namespace "
                    + name
                    + " is false here and true at "
                    + location
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
            location ->
                problems.warn(
                    location,
                    OPT_IN
                        + " is set, but cluster "
                        + Quoted.of(cluster)
                        + " has no dynatraceEnvironment"));
  }
}

package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of all files by cluster. One entry defines a cluster. Others add namespaces to it,
 * and may repeat its fields.
 */
final class ClusterEntries {

  private final Problems problems;
  private final Map<ClusterName, ClusterEntry> definitions = new LinkedHashMap<>();
  private final Map<ClusterName, List<ClusterEntry>> additions = new LinkedHashMap<>();

  ClusterEntries(Problems problems) {
    this.problems = problems;
  }

  /** Adds an entry. The first entry with an environment defines the cluster. */
  void add(ClusterEntry entry) {
    if (entry.name().isEmpty()) {
      return;
    }
    ClusterName name = entry.name().get();
    ClusterEntry definition = entry.adds() ? null : definitions.putIfAbsent(name, entry);
    if (entry.adds()) {
      additions.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
    } else if (definition != null) {
      addRepeated(name, entry, definition);
    }
  }

  private void addRepeated(ClusterName name, ClusterEntry entry, ClusterEntry definition) {
    boolean sameFile = entry.location().atLine(0).equals(definition.location().atLine(0));
    if (sameFile || entry.places().containsKey(ClusterEntry.CONTEXT)) {
      problem(
          name,
          entry.location(),
          "cluster " + name + " is already defined at " + definition.location());
      return;
    }
    boolean comparable = entry.isComplete() && definition.isComplete();
    Problems own = new Problems();
    if (comparable && !entry.conflictsWith(definition, own)) {
      additions.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
    }
    problems.addAllForCluster(name, definition.hostGroup(), own);
  }

  /** Returns the entries that define clusters, in the order of the files. */
  Collection<ClusterEntry> definitions() {
    return definitions.values();
  }

  /** Reports namespaces that are added to clusters which no entry defines. */
  void reportUndefined() {
    additions.forEach(
        (name, entries) -> {
          if (!definitions.containsKey(name)) {
            entries.forEach(
                entry ->
                    problem(
                        name,
                        entry.location(),
                        "cluster "
                            + name
                            + " has no environment; expected one here, or another file that"
                            + " defines the cluster"));
          }
        });
  }

  /** Returns a cluster with the namespaces of all its entries; empty if a part of it is invalid. */
  Optional<DesiredCluster> combined(ClusterEntry definition, Environment environment) {
    if (definition.name().isEmpty() || definition.namespaces().isEmpty()) {
      return Optional.empty();
    }
    List<ClusterEntry> others = additions.getOrDefault(definition.name().get(), List.of());
    Map<NamespaceName, SourceLocation> namespaces = definition.namespaces().get();
    Map<NamespaceName, String> owners = new HashMap<>();
    if (!others.isEmpty()) {
      namespaces = new HashMap<>();
      Problems own = new Problems();
      addNamespaces(definition, namespaces, owners, own);
      for (ClusterEntry other : others) {
        addNamespaces(other, namespaces, owners, own);
      }
      problems.addAllForCluster(definition.name().get(), definition.hostGroup(), own);
    }
    SourceLocations locations =
        SourceLocations.of(
            Optional.of(definition.location()),
            namespaces,
            name -> others.isEmpty() ? definition.owner() : Optional.ofNullable(owners.get(name)));
    Map<NamespaceName, SourceLocation> all = namespaces;
    return definition
        .cluster(environment)
        .map(cluster -> cluster.addAllNamespaces(all.keySet()).locations(locations).build());
  }

  private static void addNamespaces(
      ClusterEntry entry,
      Map<NamespaceName, SourceLocation> namespaces,
      Map<NamespaceName, String> owners,
      Problems own) {
    entry
        .namespaces()
        .orElse(Map.of())
        .forEach(
            (name, location) -> {
              SourceLocation first = namespaces.putIfAbsent(name, location);
              String owner =
                  entry.owner().isPresent()
                      ? owners.putIfAbsent(name, entry.owner().get())
                      : owners.get(name);
              if (first == null) {
                return;
              }
              if (owner != null && entry.owner().filter(it -> !it.equals(owner)).isPresent()) {
                own.add(
                    location,
                    "namespace "
                        + name
                        + " has owner "
                        + entry.owner().get()
                        + "; expected owner "
                        + owner
                        + " as at "
                        + first
                        + ". Remove it from one of both files");
              } else {
                own.warn(location, "namespace " + name + " is already listed at " + first);
              }
            });
  }

  private void problem(ClusterName name, SourceLocation location, String message) {
    Problems own = new Problems();
    own.add(location, message);
    ClusterEntry definition = definitions.get(name);
    Optional<HostGroupName> hostGroup =
        definition == null ? Optional.empty() : definition.hostGroup();
    problems.addAllForCluster(name, hostGroup, own);
  }
}

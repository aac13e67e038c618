package io.github.logconfig.inventory;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A desired namespace that does not exist, which may be a typing mistake.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param name the namespace
 * @param similar existing namespaces with a similar name, closest first
 * @param location where the namespace is desired
 * @since 0.1.0
 */
public record UnknownNamespace(
    NamespaceName name, List<String> similar, Optional<SourceLocation> location) {

  /** Copies the list. */
  public UnknownNamespace {
    similar = List.copyOf(similar);
  }

  /** Returns the desired namespaces of a cluster that do not exist, in natural order. */
  public static List<UnknownNamespace> of(DesiredCluster cluster, Collection<String> existing) {
    Set<String> known = Set.copyOf(existing);
    return cluster.namespaces().stream()
        .filter(name -> !known.contains(name.value()))
        .map(
            name ->
                new UnknownNamespace(
                    name,
                    Spelling.closest(name.value(), known),
                    cluster.locations().namespace(name)))
        .toList();
  }

  /** Returns the end of a message: {@code ; did you mean shop?}, or nothing. */
  public String suggestion() {
    return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
  }
}

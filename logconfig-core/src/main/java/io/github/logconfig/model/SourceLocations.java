package io.github.logconfig.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a desired cluster and its namespaces are defined, and who owns the namespaces, as far as
 * the source knows.
 *
 * <p>Locations and owners explain plans and do not affect them: they are not part of the equality
 * or of the fingerprint of a cluster. A namespace takes 8 to 16 bytes.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class SourceLocations {

  /** No locations, for sources that are not files. */
  public static final SourceLocations NONE = of(Optional.empty(), Map.of());

  private final Optional<SourceLocation> cluster;
  private final NamespaceName[] namespaces;

  /** The line in a file, or the complement of the line in another place. */
  private final int[] lines;

  /** One name of a place for all namespaces, or one for each. */
  private final String[] places;

  /** One owner of all namespaces, or one for each; empty for none. */
  private final String[] owners;

  private SourceLocations(
      Optional<SourceLocation> cluster,
      Map<NamespaceName, SourceLocation> locations,
      Function<NamespaceName, Optional<String>> ownerOf) {
    this.cluster = cluster;
    List<Map.Entry<NamespaceName, SourceLocation>> sorted = new ArrayList<>(locations.entrySet());
    sorted.sort(Map.Entry.comparingByKey());
    int size = sorted.size();
    namespaces = new NamespaceName[size];
    lines = new int[size];
    String[] allPlaces = new String[size];
    String[] allOwners = new String[size];
    for (int i = 0; i < size; i++) {
      namespaces[i] = sorted.get(i).getKey();
      SourceLocation location = sorted.get(i).getValue();
      lines[i] = location.isFile() ? location.line() : ~location.line();
      allPlaces[i] = location.name();
      allOwners[i] = ownerOf.apply(namespaces[i]).orElse("");
    }
    places = shared(allPlaces);
    owners = shared(allOwners);
  }

  /** Returns one element if all are equal. */
  private static String[] shared(String[] all) {
    for (String each : all) {
      if (!each.equals(all[0])) {
        return all;
      }
    }
    return all.length == 0 ? all : Arrays.copyOf(all, 1);
  }

  /**
   * Returns locations without owners.
   *
   * @param cluster where the cluster is defined
   * @param namespaces where the namespaces are defined; may lack some
   */
  public static SourceLocations of(
      Optional<SourceLocation> cluster, Map<NamespaceName, SourceLocation> namespaces) {
    return of(cluster, namespaces, name -> Optional.empty());
  }

  /**
   * Returns locations with owners.
   *
   * @param cluster where the cluster is defined
   * @param namespaces where the namespaces are defined; may lack some
   * @param ownerOf the owner of a namespace; empty if it has none
   */
  public static SourceLocations of(
      Optional<SourceLocation> cluster,
      Map<NamespaceName, SourceLocation> namespaces,
      Function<NamespaceName, Optional<String>> ownerOf) {
    return new SourceLocations(cluster, namespaces, ownerOf);
  }

  /** Returns where the cluster is defined; empty if it is unknown. */
  public Optional<SourceLocation> cluster() {
    return cluster;
  }

  /**
   * Returns where a namespace of the cluster is defined, desired or not; empty if it is unknown.
   */
  public Optional<SourceLocation> namespace(NamespaceName namespace) {
    int index = Arrays.binarySearch(namespaces, namespace);
    if (index < 0) {
      return Optional.empty();
    }
    String place = of(places, index);
    int line = lines[index];
    return Optional.of(
        line < 0 ? SourceLocation.ofPlace(place).atLine(~line) : new SourceLocation(place, line));
  }

  /**
   * Returns who owns a namespace of the cluster, for example the name of a team; empty if it is
   * unknown. The source chooses the text, so quote it.
   */
  public Optional<String> owner(NamespaceName namespace) {
    int index = Arrays.binarySearch(namespaces, namespace);
    return index < 0
        ? Optional.empty()
        : Optional.of(of(owners, index)).filter(owner -> !owner.isEmpty());
  }

  private static String of(String[] shared, int index) {
    return shared[shared.length == 1 ? 0 : index];
  }
}

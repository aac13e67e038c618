package io.github.logconfig.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a desired cluster and its namespaces are defined, as far as the source knows.
 *
 * <p>Locations explain plans and do not affect them: they are not part of the equality or of the
 * fingerprint of a cluster. A namespace takes 8 to 12 bytes.
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
  private final int[] lines;

  /** One file for all namespaces, or one for each. */
  private final String[] files;

  private SourceLocations(
      Optional<SourceLocation> cluster, SortedMap<NamespaceName, SourceLocation> locations) {
    this.cluster = cluster;
    namespaces = locations.keySet().toArray(new NamespaceName[0]);
    lines = locations.values().stream().mapToInt(SourceLocation::line).toArray();
    String[] all = locations.values().stream().map(SourceLocation::file).toArray(String[]::new);
    boolean inOneFile = Arrays.stream(all).distinct().count() == 1;
    files = inOneFile ? Arrays.copyOf(all, 1) : all;
  }

  /**
   * Returns locations.
   *
   * @param cluster where the cluster is defined
   * @param namespaces where the namespaces are defined; may lack some
   */
  public static SourceLocations of(
      Optional<SourceLocation> cluster, Map<NamespaceName, SourceLocation> namespaces) {
    return new SourceLocations(cluster, new TreeMap<>(namespaces));
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
    return index < 0
        ? Optional.empty()
        : Optional.of(new SourceLocation(files[files.length == 1 ? 0 : index], lines[index]));
  }
}

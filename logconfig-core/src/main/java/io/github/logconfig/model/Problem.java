package io.github.logconfig.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * A problem of a source of desired state.
 *
 * <p>A problem of a cluster concerns that cluster and the cluster of its host group. A problem
 * without a cluster, or of a cluster whose host group is unknown, may concern every cluster. As
 * long as a problem concerns a cluster, nothing is removed from that cluster.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param location the place of the problem; without a line if it concerns the whole place
 * @param message the problem and what was expected, on one line
 * @param kind whether the desired state is invalid, or could not be read
 * @param cluster the cluster that the problem concerns; empty if it is unknown
 * @param hostGroup the host group of that cluster; empty if it is unknown
 * @param namespace the only namespace of the cluster that the problem concerns; empty if it
 *     concerns the whole cluster
 * @since 0.1.0
 */
public record Problem(
    SourceLocation location,
    String message,
    Kind kind,
    Optional<ClusterName> cluster,
    Optional<HostGroupName> hostGroup,
    Optional<NamespaceName> namespace)
    implements Comparable<Problem> {

  private static final Comparator<Problem> ORDER =
      Comparator.comparing((Problem it) -> it.location().name())
          .thenComparing(it -> it.location().line())
          .thenComparing(it -> it.location().kind())
          .thenComparing(Problem::message)
          .thenComparing(Problem::kind)
          .thenComparing(it -> it.cluster().map(ClusterName::value).orElse(""))
          .thenComparing(it -> it.hostGroup().map(HostGroupName::value).orElse(""))
          .thenComparing(it -> it.namespace().map(NamespaceName::value).orElse(""));

  /**
   * The kinds of problems, most severe first.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** The desired state, or the reference to the source, is invalid. Retrying does not help. */
    INVALID,
    /** The source denies access: credentials are missing or invalid, or lack a permission. */
    DENIED,
    /**
     * The source is unreachable or overloaded, or something else responds in its place, for example
     * a login page. Retrying may help.
     */
    UNREACHABLE;

    /**
     * Returns the kind of a problem that an HTTP status reports. With a success or a redirect,
     * something else than the source responds.
     */
    public static Kind ofHttpStatus(int status) {
      return switch (status) {
        case 401, 403, 407 -> DENIED;
        case 408, 429 -> UNREACHABLE;
        default -> status >= 500 || status < 400 ? UNREACHABLE : INVALID;
      };
    }
  }

  /** Creates a problem that concerns a whole cluster. */
  public Problem(
      SourceLocation location,
      String message,
      Kind kind,
      Optional<ClusterName> cluster,
      Optional<HostGroupName> hostGroup) {
    this(location, message, kind, cluster, hostGroup, Optional.empty());
  }

  /** Creates a problem that may concern every cluster. */
  public Problem(SourceLocation location, String message, Kind kind) {
    this(location, message, kind, Optional.empty(), Optional.empty());
  }

  /** Creates a problem of the content of the desired state that may concern every cluster. */
  public Problem(SourceLocation location, String message) {
    this(location, message, Kind.INVALID);
  }

  /** Creates a problem of the content of a file that may concern every cluster. */
  public Problem(String file, int line, String message) {
    this(new SourceLocation(file, line), message);
  }

  /** Returns the same problem, of this cluster. */
  public Problem withCluster(ClusterName name) {
    return new Problem(location, message, kind, Optional.of(name), hostGroup, namespace);
  }

  /** Returns the same problem, of the cluster with this host group. */
  public Problem withHostGroup(HostGroupName name) {
    return new Problem(location, message, kind, cluster, Optional.of(name), namespace);
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return location + ": " + message;
  }
}

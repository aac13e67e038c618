package io.github.logconfig.arrival;

import io.github.logconfig.arrival.ArrivalExpectation.Expected;
import io.github.logconfig.arrival.ClusterIdentities.Match;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.NamespaceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the logs of namespaces arrive.
 *
 * <p>A record proves something about a namespace only if it certainly belongs to the cluster, and
 * only if it was written late enough after the last change of the rules, whatever the clock of its
 * host. The absence of records proves something only if everything was read, if no record of doubt
 * exists, and if all delays have passed.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param identities which records are those of which cluster
 * @param search the records that were seen
 * @param workloads which namespaces write logs
 * @param seesAllRecords whether no record-level permission hides records from the token
 * @param delays how long a change takes to be seen
 * @since 0.1.0
 */
public record LogArrival(
    ClusterIdentities identities,
    LogSearch search,
    WorkloadEvidence workloads,
    boolean seesAllRecords,
    ArrivalDelays delays) {

  /** What was seen of one namespace of one cluster. */
  private static final class Seen {
    private long records;
    private Optional<Instant> last = Optional.empty();
    private final List<String> buckets = new ArrayList<>();
    private boolean doubtful;

    void add(LogCount count) {
      records += count.records();
      last = last.filter(it -> it.isAfter(count.last())).or(() -> Optional.of(count.last()));
      count.bucket().filter(it -> !buckets.contains(it)).ifPresent(buckets::add);
    }

    boolean since(Optional<Instant> start) {
      return last.isPresent() && start.map(it -> !last.get().isBefore(it)).orElse(true);
    }
  }

  /** Returns the verdicts on all namespaces of clusters of one environment. */
  public List<ClusterArrival> assess(Collection<ArrivalExpectation> expectations) {
    Map<String, List<LogCount>> byNamespace = new HashMap<>();
    for (LogCount count : search.counts()) {
      byNamespace.computeIfAbsent(count.namespace(), it -> new ArrayList<>()).add(count);
    }
    return expectations.stream().map(it -> assess(it, byNamespace)).toList();
  }

  private ClusterArrival assess(
      ArrivalExpectation expectation, Map<String, List<LogCount>> byNamespace) {
    List<NamespaceArrival> verdicts = new ArrayList<>();
    expectation
        .namespaces()
        .forEach(
            (namespace, expected) -> {
              Seen seen = seen(expectation, byNamespace.getOrDefault(namespace.value(), List.of()));
              if (expected == Expected.NOT_STOPPED) {
                verdicts.add(NamespaceArrival.unknown(namespace, UnknownCause.RULES));
              } else if (expected == Expected.STOPPED) {
                stopped(expectation, namespace, seen).ifPresent(verdicts::add);
              } else {
                verdicts.add(desired(expectation, namespace, expected, seen));
              }
            });
    return new ClusterArrival(expectation.cluster().name(), verdicts);
  }

  private Seen seen(ArrivalExpectation expectation, List<LogCount> counts) {
    Seen seen = new Seen();
    for (LogCount count : counts) {
      Match match = identities.match(expectation.cluster(), count);
      if (match == Match.YES) {
        seen.add(count);
      }
      seen.doubtful |= match == Match.MAYBE;
    }
    return seen;
  }

  private NamespaceArrival desired(
      ArrivalExpectation expectation, NamespaceName namespace, Expected expected, Seen seen) {
    // the clock of a host may be ahead: an older record would look as if written after the change
    if (seen.since(expectation.changed().map(it -> it.plus(delays.skew())))) {
      return found(namespace, ArrivalVerdict.ARRIVES, seen);
    }
    Optional<UnknownCause> doubt = doubt(expectation.cluster().name(), seen);
    if (doubt.isPresent()) {
      return NamespaceArrival.unknown(namespace, doubt.get());
    }
    if (expected == Expected.UNCLEAR) {
      return NamespaceArrival.unknown(namespace, UnknownCause.RULES);
    }
    if (isTooEarly(expectation)) {
      return NamespaceArrival.unknown(namespace, UnknownCause.TOO_EARLY);
    }
    if (!workloads.writes(expectation.cluster().name(), namespace)) {
      return NamespaceArrival.withoutRecords(namespace, ArrivalVerdict.SILENT);
    }
    if (!identities.isKnown(expectation.cluster().name())) {
      return NamespaceArrival.unknown(namespace, UnknownCause.CLUSTER_NOT_TIED);
    }
    return seesAllRecords
        ? NamespaceArrival.withoutRecords(namespace, ArrivalVerdict.MISSING)
        : NamespaceArrival.unknown(namespace, UnknownCause.HIDDEN_RECORDS);
  }

  /** Returns no verdict if no record was seen and nothing is in doubt: the logs have stopped. */
  private Optional<NamespaceArrival> stopped(
      ArrivalExpectation expectation, NamespaceName namespace, Seen seen) {
    // hosts apply the old rules until the new ones have reached them
    if (seen.since(expectation.changed().map(it -> it.plus(delays.rule()).plus(delays.skew())))) {
      return Optional.of(found(namespace, ArrivalVerdict.LEAKS, seen));
    }
    return doubt(expectation.cluster().name(), seen)
        .or(() -> isTooEarly(expectation) ? Optional.of(UnknownCause.TOO_EARLY) : Optional.empty())
        .map(cause -> NamespaceArrival.unknown(namespace, cause));
  }

  /** Returns why the absence of records proves nothing. */
  private Optional<UnknownCause> doubt(ClusterName cluster, Seen seen) {
    if (search.incomplete().isPresent()) {
      return search.incomplete();
    }
    if (!seen.doubtful) {
      return Optional.empty();
    }
    return Optional.of(
        identities.isKnown(cluster)
            ? UnknownCause.LEGACY_ATTRIBUTES
            : UnknownCause.CLUSTER_NOT_TIED);
  }

  private boolean isTooEarly(ArrivalExpectation expectation) {
    return expectation
        .changed()
        .map(it -> search.end().isBefore(it.plus(delays.settled())))
        .orElse(false);
  }

  private static NamespaceArrival found(
      NamespaceName namespace, ArrivalVerdict verdict, Seen seen) {
    return new NamespaceArrival(
        namespace,
        verdict,
        Optional.empty(),
        seen.records,
        seen.last,
        seen.buckets.stream().sorted().toList());
  }
}

package io.github.logconfig.reconcile.internal.arrival;

import io.github.logconfig.arrival.ArrivalExpectation;
import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.ClusterIdentities;
import io.github.logconfig.arrival.LogArrival;
import io.github.logconfig.arrival.LogSearch;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.arrival.UnknownCause;
import io.github.logconfig.arrival.WorkloadEvidence;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.InvalidRequestException;
import io.github.logconfig.dynatrace.query.DqlQuery;
import io.github.logconfig.dynatrace.query.QueryResult;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.dynatrace.query.ScanBudgetExceededException;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.arrival.ArrivalListener;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.EnvironmentArrival;
import io.github.logconfig.reconcile.arrival.WorkloadSource;
import io.github.logconfig.reconcile.arrival.WorkloadSource.Workloads;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The verification of one environment: what is expected of its clusters, one query for all of them,
 * and the verdicts. A second query follows if the first one was too early for some namespaces.
 *
 * <p>Not thread-safe; used by one thread at a time.
 */
final class EnvironmentVerification {

  /** Clocks of responses are accurate to a second. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

  private final EnvironmentName environment;
  private final List<DesiredCluster> clusters;
  private final List<DesiredCluster> all;
  private final ArrivalOptions options;

  private List<ArrivalExpectation> expectations = List.of();
  private Optional<ClusterIdentities> identities = Optional.empty();
  private Optional<LogSearch> search = Optional.empty();
  private Optional<Instant> start = Optional.empty();
  private List<ClusterArrival> verdicts;
  private Map<ClusterName, String> unreadWorkloads = Map.of();
  private Optional<Failure> failure = Optional.empty();
  private long used;
  private OptionalDouble bytesPerSecond = OptionalDouble.empty();
  private int queries;
  private boolean done;

  /**
   * @param clusters the selected clusters of the environment
   * @param all all desired clusters of the environment
   */
  EnvironmentVerification(
      EnvironmentName environment,
      List<DesiredCluster> clusters,
      List<DesiredCluster> all,
      ArrivalOptions options) {
    this.environment = environment;
    this.clusters = clusters;
    this.all = all;
    this.options = options;
    this.verdicts =
        clusters.stream()
            .map(
                cluster ->
                    new ClusterArrival(
                        cluster.name(),
                        cluster.namespaces().stream()
                            .map(it -> NamespaceArrival.unknown(it, UnknownCause.RULES))
                            .toList()))
            .toList();
  }

  boolean isDone() {
    return done;
  }

  /** Ends the verification unless it is done: the rules could not be read. */
  void fail(Failure reason) {
    if (!done) {
      failure = Optional.of(reason);
      done = true;
    }
  }

  /** Ends the verification unless it is done: only the rules can be verified. */
  void endWithoutQueryApi(Instant now) {
    if (!done) {
      assess(LogSearch.failed(now, UnknownCause.NO_QUERY_API));
      done = true;
    }
  }

  /** Ends the verification unless it is done: the token cannot query, whenever it is sent. */
  void endWithoutPermission(CredentialsException reason, Instant now) {
    if (!done) {
      failure = Optional.of(Failure.of(reason).in(environment));
      assess(LogSearch.failed(now, UnknownCause.PERMISSION));
      done = true;
    }
  }

  /** Ends the verification; without a query, it was interrupted while it waited. */
  void end() {
    if (!done && search.isEmpty()) {
      Set<ClusterName> waiting = new HashSet<>();
      expectations.forEach(it -> waiting.add(it.cluster().name()));
      verdicts =
          verdicts.stream().map(it -> waiting.contains(it.cluster()) ? tooEarly(it) : it).toList();
      fail(Workers.CANCELLED);
    }
  }

  private static ClusterArrival tooEarly(ClusterArrival cluster) {
    return new ClusterArrival(
        cluster.cluster(),
        cluster.namespaces().stream()
            .map(it -> NamespaceArrival.unknown(it.namespace(), UnknownCause.TOO_EARLY))
            .toList());
  }

  ClusterName firstCluster() {
    return clusters.get(0).name();
  }

  /**
   * Accepts the rules as they are now.
   *
   * @param plans the plans of the selected clusters
   * @param began when the verification began, by the clock of the service
   */
  void accept(ObservedState state, Map<ClusterName, LogConfigPlan> plans, Instant began) {
    if (done) {
      return;
    }
    identities = Optional.of(ClusterIdentities.of(all, state));
    Map<RuleScope, Instant> changes = changes(state);
    expectations = new ArrayList<>();
    for (DesiredCluster cluster : clusters) {
      LogConfigPlan now = plans.get(cluster.name());
      if (now == null) {
        continue;
      }
      Optional<LogConfigPlan> applied = applied(cluster.name());
      Optional<Instant> changed = lastChange(cluster, state, changes);
      if (applied.filter(plan -> !plan.isEmpty()).isPresent()) {
        // deleted and moved rules show no time
        Instant at = options.appliedAt().orElse(began);
        changed = changed.filter(it -> it.isAfter(at)).or(() -> Optional.of(at));
      }
      expectations.add(
          ArrivalExpectation.of(
              cluster,
              now,
              applied.map(EnvironmentVerification::stopped).orElse(Set.of()),
              changed));
    }
  }

  private Optional<LogConfigPlan> applied(ClusterName cluster) {
    return options.applied().stream()
        .flatMap(report -> report.plan().clusters().stream())
        .filter(plan -> plan.cluster().equals(cluster))
        .findFirst();
  }

  private static Set<NamespaceName> stopped(LogConfigPlan plan) {
    Set<NamespaceName> stopped = new LinkedHashSet<>();
    for (NamespaceEffect effect : plan.effects()) {
      if (effect.stops()) {
        stopped.add(effect.namespace());
      }
    }
    return stopped;
  }

  /** Returns when a rule of each scope was last changed, as far as this is known. */
  private static Map<RuleScope, Instant> changes(ObservedState state) {
    Map<RuleScope, Instant> changes = new HashMap<>();
    for (ObservedRule rule : state.rules()) {
      rule.modified()
          .ifPresent(
              time ->
                  changes.merge(rule.scope(), time, (one, two) -> one.isAfter(two) ? one : two));
    }
    return changes;
  }

  private static Optional<Instant> lastChange(
      DesiredCluster cluster, ObservedState state, Map<RuleScope, Instant> changes) {
    return changes.entrySet().stream()
        .filter(it -> mayConcern(it.getKey(), cluster, state))
        .map(Map.Entry::getValue)
        .max(Instant::compareTo);
  }

  private static boolean mayConcern(RuleScope scope, DesiredCluster cluster, ObservedState state) {
    return switch (scope.kind()) {
      case HOST_GROUP ->
          Optional.ofNullable(state.hostGroups().get(cluster.hostGroup()))
              .map(ids -> scope.entity().filter(ids::contains).isPresent())
              .orElse(true);
      case KUBERNETES_CLUSTER ->
          state.kubernetesClusters().stream()
              .filter(it -> Optional.of(it.id()).equals(scope.entity()))
              .flatMap(it -> it.uid().stream())
              .allMatch(uid -> cluster.kubernetesClusterUid().map(uid::equals).orElse(true));
      case HOST, ENVIRONMENT, OTHER -> true;
    };
  }

  /** Returns how long the first query would be too early; zero if it is not. */
  Duration untilFirstQuery(Instant now) {
    return done || search.isPresent() ? Duration.ZERO : until(options.delays().firstQuery(), now);
  }

  /** Returns how long to wait for the remaining verdicts; zero if waiting is no use. */
  Duration untilSettled(Instant now) {
    return done ? Duration.ZERO : until(options.delays().settled(), now);
  }

  private Duration until(Duration delay, Instant now) {
    return expectations.stream()
        .flatMap(it -> it.changed().stream())
        .map(changed -> Duration.between(now, changed.plus(delay)))
        .filter(left -> left.compareTo(Duration.ZERO) > 0)
        .map(left -> left.plus(SLACK))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Sends a query unless the limit forbids it, and updates the verdicts. */
  void query(DynatraceClient client, Instant now) {
    Set<NamespaceName> names = new HashSet<>();
    expectations.forEach(it -> names.addAll(it.namespaces().keySet()));
    if (names.isEmpty()) {
      done = true;
      return;
    }
    long left = (options.scanLimitGiB() * ScanBudget.GIB - used) / ScanBudget.GIB;
    if (left < 1) {
      assess(interrupted(now, UnknownCause.SCAN_LIMIT));
    } else {
      assess(execute(client, now, names, (int) left));
    }
    done =
        verdicts.stream()
            .flatMap(cluster -> cluster.namespaces().stream())
            .noneMatch(it -> it.cause().equals(Optional.of(UnknownCause.TOO_EARLY)));
  }

  private LogSearch execute(
      DynatraceClient client, Instant now, Set<NamespaceName> names, int limit) {
    Optional<String> metric = options.countsMetric();
    Instant from = windowStart(now);
    Duration window = Duration.between(from, now);
    options
        .listener()
        .onQuery(
            environment,
            new ArrivalListener.Query(window, metric.isPresent() ? 0 : limit, expected(window)));
    String text =
        metric
            .map(key -> LogCounts.ofMetric(key, from, names))
            .orElseGet(() -> LogCounts.ofRecords(from, names));
    queries++;
    try {
      QueryResult result =
          client
              .queries()
              .execute(
                  DqlQuery.builder()
                      .text(text)
                      .scanLimitGiB(limit)
                      .maxRecords(DqlQuery.MAX_RECORDS)
                      .build());
      long scanned = result.metadata().scannedBytes().orElse(limit * ScanBudget.GIB);
      used += scanned;
      bytesPerSecond = OptionalDouble.of((double) scanned / Math.max(1, window.toSeconds()));
      start = Optional.of(result.metadata().start().orElse(from));
      return LogCounts.search(result, now, metric.isPresent());
    } catch (ScanBudgetExceededException e) {
      queries--; // nothing was sent
      return interrupted(now, UnknownCause.SCAN_LIMIT);
    } catch (DynatraceException e) {
      failure = Optional.of(Failure.of(e).in(environment));
      boolean denied = FailureKind.of(e) == FailureKind.PERMISSION;
      if (e instanceof CredentialsException) {
        queries--;
      }
      if (!denied && !(e instanceof InvalidRequestException)) {
        used += limit * ScanBudget.GIB;
      }
      return interrupted(now, denied ? UnknownCause.PERMISSION : UnknownCause.QUERY_FAILED);
    }
  }

  /** Returns what an earlier query has seen, with the reason why there is no other one. */
  private LogSearch interrupted(Instant now, UnknownCause cause) {
    return search
        .map(it -> new LogSearch(it.counts(), now, Optional.of(cause)))
        .orElseGet(() -> LogSearch.failed(now, cause));
  }

  private Instant windowStart(Instant now) {
    Instant latest = now.minus(SHORTEST_WINDOW);
    Instant first =
        expectations.stream()
            .map(it -> it.changed().orElse(Instant.EPOCH))
            .min(Instant::compareTo)
            .filter(it -> it.isBefore(latest))
            .orElse(latest);
    Instant earliest = now.minus(options.window());
    return (first.isBefore(earliest) ? earliest : first).truncatedTo(ChronoUnit.SECONDS);
  }

  private OptionalLong expected(Duration window) {
    return bytesPerSecond.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of((long) (bytesPerSecond.getAsDouble() * window.toSeconds()));
  }

  private void assess(LogSearch found) {
    search = Optional.of(found);
    List<ClusterArrival> assessed = assess(found, Workloads.NONE);
    Map<DesiredCluster, Set<NamespaceName>> silent = silent(assessed);
    if (!silent.isEmpty() && !options.workloads().equals(WorkloadSource.NONE)) {
      options.listener().onWorkloads(environment, silent.size());
      Workloads workloads = options.workloads().read(silent);
      unreadWorkloads = workloads.unread();
      assessed = assess(found, workloads);
    }
    Map<ClusterName, ClusterArrival> byName = new HashMap<>();
    assessed.forEach(it -> byName.put(it.cluster(), it));
    verdicts = verdicts.stream().map(it -> byName.getOrDefault(it.cluster(), it)).toList();
  }

  private List<ClusterArrival> assess(LogSearch found, WorkloadEvidence workloads) {
    return new LogArrival(
            identities.orElseThrow(), found, workloads, options.seesAllRecords(), options.delays())
        .assess(expectations);
  }

  /** Returns the namespaces whose verdicts depend on workloads. */
  private Map<DesiredCluster, Set<NamespaceName>> silent(List<ClusterArrival> assessed) {
    Map<ClusterName, Set<NamespaceName>> names = new HashMap<>();
    for (ClusterArrival cluster : assessed) {
      for (NamespaceArrival namespace : cluster.namespaces()) {
        if (namespace.verdict() == ArrivalVerdict.SILENT) {
          names
              .computeIfAbsent(cluster.cluster(), it -> new LinkedHashSet<>())
              .add(namespace.namespace());
        }
      }
    }
    Map<DesiredCluster, Set<NamespaceName>> silent = new LinkedHashMap<>();
    for (ArrivalExpectation expectation : expectations) {
      DesiredCluster cluster = expectation.cluster();
      Set<NamespaceName> ofCluster = names.get(cluster.name());
      if (ofCluster != null) {
        silent.put(
            DesiredCluster.builder()
                .from(cluster)
                .kubernetesClusterUid(identities.orElseThrow().uid(cluster.name()))
                .build(),
            ofCluster);
      }
    }
    return silent;
  }

  /** Returns the result so far. */
  EnvironmentArrival result() {
    return new EnvironmentArrival(
        environment,
        verdicts,
        start,
        start.isPresent() ? search.map(LogSearch::end) : Optional.empty(),
        queries,
        used,
        unreadWorkloads,
        failure);
  }
}

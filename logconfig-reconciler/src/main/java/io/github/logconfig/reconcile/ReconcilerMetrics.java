package io.github.logconfig.reconcile;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.dynatrace.connection.RequestListener;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.arrival.EnvironmentArrival;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records runs as Micrometer metrics. Micrometer must be on the class path; it is an optional
 * dependency. {@code docs/metrics.md} lists names and labels.
 *
 * <p>The series of clusters that are no longer desired end with the next run over the whole fleet.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class ReconcilerMetrics implements ReconcileListener {

  private static final String ENVIRONMENT = "environment";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final MeterRegistry registry;
  private final MultiGauge drift;
  private final MultiGauge lastSuccess;
  private final MultiGauge namespaces;
  private final MultiGauge findings;
  private final MultiGauge orphans;
  private final MultiGauge arrivals;
  private final MultiGauge lastArrival;
  private final Map<ClusterName, ClusterState> clusters = new HashMap<>();
  private final Map<EnvironmentName, Integer> orphanCounts = new HashMap<>();

  /**
   * The state of one cluster after the last run.
   *
   * @param drift empty if the cluster has never been read
   * @param lastSuccess 0 if there was no success
   */
  private record ClusterState(
      EnvironmentName environment,
      Optional<Integer> drift,
      Optional<Integer> namespaces,
      Map<String, Long> findings,
      double lastSuccess) {

    static ClusterState unread(EnvironmentName environment) {
      return new ClusterState(environment, Optional.empty(), Optional.empty(), Map.of(), 0);
    }

    ClusterState withNamespaces(int count) {
      return new ClusterState(environment, drift, Optional.of(count), findings, lastSuccess);
    }
  }

  /**
   * Creates a listener.
   *
   * @param registry the registry for the meters
   */
  public ReconcilerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.drift =
        MultiGauge.builder("logconfig.cluster.drift.steps")
            .description("Steps of the last plan that were not applied")
            .register(registry);
    this.lastSuccess =
        MultiGauge.builder("logconfig.cluster.last.success.timestamp")
            .description(
                "Time when the cluster was last as desired, in seconds since 1970; 0 if never")
            .baseUnit("seconds")
            .register(registry);
    this.namespaces =
        MultiGauge.builder("logconfig.cluster.namespaces")
            .description("Desired namespaces")
            .register(registry);
    this.findings =
        MultiGauge.builder("logconfig.findings")
            .description("Findings of the last plans")
            .register(registry);
    this.orphans =
        MultiGauge.builder("logconfig.orphans")
            .description("Managed rules without a desired cluster")
            .register(registry);
    this.arrivals =
        MultiGauge.builder("logconfig.arrival.namespaces")
            .description("Namespaces by the verdict of the last verification that logs arrive")
            .register(registry);
    this.lastArrival =
        MultiGauge.builder("logconfig.arrival.last.verification.timestamp")
            .description("Time of the last such verification, in seconds since 1970")
            .baseUnit("seconds")
            .register(registry);
  }

  /**
   * Returns a listener that records the requests of one environment. Set it at the client of this
   * environment: {@link io.github.logconfig.dynatrace.DynatraceClient.Builder#requestListener}.
   */
  public RequestListener requestListener(EnvironmentName environment) {
    return event -> onRequest(environment, event);
  }

  private void onRequest(EnvironmentName environment, RequestEvent event) {
    int status = event.status().orElse(0);
    Tags tags = Tags.of(ENVIRONMENT, environment.value(), "request", event.request());
    registry
        .counter(
            "logconfig.requests",
            tags.and("status", status == 0 ? "none" : Integer.toString(status)))
        .increment();
    if (event.attempt() > 1) {
      registry.counter("logconfig.request.retries", tags).increment();
    }
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      registry.counter("logconfig.request.throttles", tags).increment();
    }
  }

  @Override
  public void onRun(RunEvent run) {
    String kind = run.kind().name().toLowerCase(Locale.ROOT);
    registry
        .counter("logconfig.runs", "kind", kind, "outcome", run.isSuccess() ? "success" : "failure")
        .increment();
    registry.timer("logconfig.run.duration", "kind", kind).record(run.duration());
    count(run);
    update(run);
  }

  @Override
  public synchronized void onArrival(ArrivalReport report) {
    double now = registry.config().clock().wallTime() / 1_000.0;
    List<MultiGauge.Row<?>> namespaces = new ArrayList<>();
    List<MultiGauge.Row<?>> times = new ArrayList<>();
    for (EnvironmentArrival environment : report.environments()) {
      Tags ofEnvironment = Tags.of(ENVIRONMENT, environment.environment().value());
      times.add(MultiGauge.Row.of(ofEnvironment, now));
      Counter.builder("logconfig.arrival.scanned")
          .description("Log data that verifications have scanned, which the service charges")
          .baseUnit("bytes")
          .tags(ofEnvironment)
          .register(registry)
          .increment((double) environment.scannedBytes());
      for (ClusterArrival cluster : environment.clusters()) {
        Tags ofCluster = ofEnvironment.and("cluster", cluster.cluster().value());
        for (ArrivalVerdict verdict : ArrivalVerdict.values()) {
          namespaces.add(
              MultiGauge.Row.of(
                  ofCluster.and("verdict", verdict.name().toLowerCase(Locale.ROOT)),
                  cluster.count(verdict)));
        }
      }
    }
    arrivals.register(namespaces, true);
    lastArrival.register(times, true);
  }

  private void count(RunEvent run) {
    Map<ClusterName, EnvironmentName> environments = new HashMap<>();
    run.plan()
        .plan()
        .clusters()
        .forEach(plan -> environments.put(plan.cluster(), plan.environment().name()));
    for (ClusterReport cluster : run.applied().map(ApplyReport::clusters).orElse(List.of())) {
      registry
          .counter(
              "logconfig.clusters.applied",
              ENVIRONMENT,
              Optional.ofNullable(environments.get(cluster.cluster()))
                  .or(() -> knownEnvironment(cluster.cluster()))
                  .map(EnvironmentName::value)
                  .orElse("unknown"),
              "outcome",
              cluster.outcome().label())
          .increment();
      for (ClusterReport.Step step : cluster.steps()) {
        EnvironmentName environment = environments.get(cluster.cluster());
        if (step.status() == ClusterReport.Step.Status.DONE && environment != null) {
          countStep(environment, step.step().action());
        }
      }
    }
    for (OrphanReport orphan : run.applied().map(ApplyReport::orphans).orElse(List.of())) {
      if (orphan.outcome() == Outcome.APPLIED) {
        countStep(orphan.orphan().environment().name(), Action.DELETE);
      }
    }
  }

  private synchronized Optional<EnvironmentName> knownEnvironment(ClusterName cluster) {
    return Optional.ofNullable(clusters.get(cluster)).map(ClusterState::environment);
  }

  private void countStep(EnvironmentName environment, Action action) {
    registry
        .counter("logconfig.steps", ENVIRONMENT, environment.value(), "kind", action.kind())
        .increment();
  }

  private synchronized void update(RunEvent run) {
    run.fleet().flatMap(DesiredFleet::clusterNames).ifPresent(clusters.keySet()::retainAll);
    Map<ClusterName, ClusterReport> applied = new HashMap<>();
    run.applied()
        .ifPresent(
            report ->
                report.clusters().forEach(cluster -> applied.put(cluster.cluster(), cluster)));
    for (LogConfigPlan plan : run.plan().plan().clusters()) {
      boolean complete = !run.plan().withheld().containsKey(plan.cluster());
      clusters.put(
          plan.cluster(), state(plan, complete, Optional.ofNullable(applied.get(plan.cluster()))));
    }
    run.fleet().ifPresent(this::addDesired);
    if (run.fleet().flatMap(DesiredFleet::clusterNames).isPresent()) {
      orphanCounts.clear();
      run.plan()
          .orphans()
          .forEach(orphan -> orphanCounts.merge(orphan.environment().name(), 1, Integer::sum));
      for (OrphanReport orphan : run.applied().map(ApplyReport::orphans).orElse(List.of())) {
        if (orphan.outcome() == Outcome.APPLIED) {
          orphanCounts.merge(orphan.orphan().environment().name(), -1, Integer::sum);
        }
      }
    }
    register();
  }

  /** Alerts need series also for clusters that could not be read. */
  private void addDesired(DesiredFleet fleet) {
    for (DesiredCluster cluster : fleet.targets()) {
      ClusterState state =
          clusters.getOrDefault(cluster.name(), ClusterState.unread(cluster.environment().name()));
      clusters.put(cluster.name(), state.withNamespaces(cluster.namespaces().size()));
    }
  }

  /**
   * @param complete whether the plan has all changes
   */
  private ClusterState state(
      LogConfigPlan plan, boolean complete, Optional<ClusterReport> applied) {
    int stepsLeft = plan.steps().size() - applied.map(ClusterReport::stepsDone).orElse(0);
    boolean asDesired =
        stepsLeft == 0
            && complete
            && !plan.hasErrors()
            && applied.map(report -> report.failure().isEmpty()).orElse(true);
    ClusterState before =
        clusters.getOrDefault(plan.cluster(), ClusterState.unread(plan.environment().name()));
    return new ClusterState(
        plan.environment().name(),
        Optional.of(stepsLeft),
        before.namespaces(),
        plan.findings().stream()
            .collect(
                Collectors.groupingBy(
                    (Finding finding) -> finding.code().name(), Collectors.counting())),
        asDesired ? registry.config().clock().wallTime() / 1_000.0 : before.lastSuccess());
  }

  private void register() {
    drift.register(rows(ClusterState::drift), true);
    namespaces.register(rows(ClusterState::namespaces), true);
    lastSuccess.register(rows(state -> Optional.of(state.lastSuccess())), true);
    Map<Tags, Long> byCode = new HashMap<>();
    clusters
        .values()
        .forEach(
            state ->
                state
                    .findings()
                    .forEach(
                        (code, count) ->
                            byCode.merge(
                                Tags.of(ENVIRONMENT, state.environment().value(), "code", code),
                                count,
                                Long::sum)));
    findings.register(
        byCode.entrySet().stream()
            .map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
            .collect(Collectors.toList()),
        true);
    orphans.register(
        orphanCounts.entrySet().stream()
            .map(
                entry ->
                    MultiGauge.Row.of(
                        Tags.of(ENVIRONMENT, entry.getKey().value()), entry.getValue()))
            .collect(Collectors.toList()),
        true);
  }

  private List<MultiGauge.Row<?>> rows(Function<ClusterState, Optional<? extends Number>> figure) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    clusters.forEach(
        (cluster, state) ->
            figure
                .apply(state)
                .ifPresent(number -> rows.add(MultiGauge.Row.of(tags(cluster, state), number))));
    return rows;
  }

  private static Tags tags(ClusterName cluster, ClusterState state) {
    return Tags.of("cluster", cluster.value(), ENVIRONMENT, state.environment().value());
  }
}

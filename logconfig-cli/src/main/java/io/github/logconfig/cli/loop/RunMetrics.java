package io.github.logconfig.cli.loop;

import io.github.logconfig.reconcile.ReconcilerMetrics;
import io.github.logconfig.reconcile.loop.LoopHealth;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.rollout.StageState;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of {@code run}. */
public final class RunMetrics {

  /** HELP texts of metrics that libraries register without one. */
  private static final Map<String, String> HELP =
      Map.of(
          "logconfig.runs", "Completed runs",
          "logconfig.run.duration", "Duration of runs",
          "logconfig.clusters.applied", "Clusters of apply runs by outcome",
          "logconfig.steps", "Applied steps",
          "logconfig.requests", "Attempts to send a request, retries included",
          "logconfig.request.retries", "Retries of requests",
          "logconfig.request.throttles", "Responses with status 429 or 503");

  private final PrometheusMeterRegistry registry = registryWithHelp();
  private final ReconcilerMetrics ofReconciler = new ReconcilerMetrics(registry);
  private final AtomicInteger problems = new AtomicInteger();
  private final MultiGauge stages =
      MultiGauge.builder("logconfig.stage.state")
          .description("1 for the state of the stage after the last round, 0 for other states")
          .register(registry);

  /** Registers the metrics of the JVM and of the source. */
  public RunMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("logconfig.source.problems", problems, AtomicInteger::get)
        .description("Problems of the desired state in the last round")
        .register(registry);
  }

  private static PrometheusMeterRegistry registryWithHelp() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                String help = HELP.get(id.getName());
                return help == null
                    ? id
                    : new Meter.Id(
                        id.getName(),
                        Tags.of(id.getTagsAsIterable()),
                        id.getBaseUnit(),
                        help,
                        id.getType());
              }
            });
    return registry;
  }

  /** Returns the registry of all metrics. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Returns the metrics of the reconciler. */
  public ReconcilerMetrics ofReconciler() {
    return ofReconciler;
  }

  /** Registers the metrics of the loop. */
  public void watch(LoopHealth health) {
    Gauge.builder("logconfig.loop.ready", health, it -> it.isReady() ? 1 : 0)
        .description("1 if the last good round is recent, else 0")
        .register(registry);
    Gauge.builder(
            "logconfig.loop.last.good.round.timestamp",
            health,
            it -> it.lastGood().map(Instant::getEpochSecond).orElse(0L))
        .description("End of the last good round as Unix time; 0 if there was none")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Records a round. */
  public void record(LoopRound round) {
    problems.set(round.plan().problems().size());
    Timer.builder("logconfig.loop.round")
        .description("Duration of rounds")
        .tag("good", Boolean.toString(round.isGood()))
        .register(registry)
        .record(round.took());
    // a round that could not plan knows nothing about stages
    if (!round.plan().stages().isEmpty()) {
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      for (StageStatus stage : round.plan().stages()) {
        for (StageState state : StageState.values()) {
          rows.add(
              MultiGauge.Row.of(
                  Tags.of("stage", stage.stage(), "state", state.label()),
                  stage.state() == state ? 1 : 0));
        }
      }
      stages.register(rows, true);
    }
  }
}

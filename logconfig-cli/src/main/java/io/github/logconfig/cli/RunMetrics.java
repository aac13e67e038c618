package io.github.logconfig.cli;

import io.github.logconfig.reconcile.ReconcilerMetrics;
import io.github.logconfig.reconcile.loop.LoopHealth;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The figures of a loop. */
final class RunMetrics {

  /** What is counted elsewhere, in the words of Prometheus' {@code HELP}. */
  private static final Map<String, String> HELP =
      Map.of(
          "logconfig.runs", "Runs that have ended",
          "logconfig.run.duration", "How long runs took",
          "logconfig.clusters.applied", "Clusters of apply runs, by outcome",
          "logconfig.steps", "Steps that were carried out",
          "logconfig.requests", "Attempts to send a request",
          "logconfig.request.retries", "Attempts that were not the first",
          "logconfig.request.throttles", "Answers that ask to send less");

  private final PrometheusMeterRegistry registry = registryWithHelp();
  private final ReconcilerMetrics ofReconciler = new ReconcilerMetrics(registry);
  private final AtomicInteger problems = new AtomicInteger();

  RunMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("logconfig.source.problems", problems, AtomicInteger::get)
        .description("What was wrong with the desired state in the last round")
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

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Those that every reconciler has. */
  ReconcilerMetrics ofReconciler() {
    return ofReconciler;
  }

  void watch(LoopHealth health) {
    Gauge.builder("logconfig.loop.ready", health, it -> it.isReady() ? 1 : 0)
        .description("Whether the last good round is recent")
        .register(registry);
    Gauge.builder(
            "logconfig.loop.last.good.round.timestamp",
            health,
            it -> it.lastGood().map(Instant::getEpochSecond).orElse(0L))
        .description("When the last good round ended, since 1970; 0 if there was none")
        .baseUnit("seconds")
        .register(registry);
  }

  void record(LoopRound round) {
    problems.set(round.plan().problems().size());
    Timer.builder("logconfig.loop.round")
        .description("Rounds of the loop and how long they took")
        .tag("good", Boolean.toString(round.isGood()))
        .register(registry)
        .record(round.took());
  }
}

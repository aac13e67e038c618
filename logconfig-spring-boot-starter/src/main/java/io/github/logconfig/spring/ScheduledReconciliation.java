package io.github.logconfig.spring;

import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.loop.FeedException;
import io.github.logconfig.reconcile.loop.LoopInput;
import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.reconcile.loop.ReconcileLoop;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.source.DesiredStateSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the loop on a thread of its own from start to stop of the application context. */
final class ScheduledReconciliation implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledReconciliation.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(25);

  private final LogConfigProperties.Schedule schedule;
  private final List<Stage> stages;
  private final Reconciler reconciler;
  private final DesiredStateSource source;
  private final RunHealth health;
  private @Nullable ReconcileLoop loop;
  private @Nullable Thread thread;

  ScheduledReconciliation(
      LogConfigProperties.Schedule schedule,
      Reconciler reconciler,
      DesiredStateSource source,
      RunHealth health) {
    this.schedule = schedule;
    this.stages =
        schedule.stages().stream().map(LogConfigProperties.StageProperties::stage).toList();
    this.reconciler = reconciler;
    this.source = source;
    this.health = health;
  }

  @Override
  public synchronized void start() {
    ReconcileLoop.Builder builder =
        ReconcileLoop.builder(this::next).interval(schedule.interval()).listener(this::report);
    ReconcileLoop started = (schedule.dryRun() ? builder.withoutWrites() : builder).build();
    health.watch(started.health());
    Thread runner = new Thread(started::run, "logconfig-loop");
    runner.setDaemon(true);
    runner.start();
    loop = started;
    thread = runner;
  }

  private LoopInput next() {
    LoadedState loaded = source.load();
    if (loaded.state().clusters().isEmpty() && !loaded.problems().isEmpty()) {
      throw new FeedException(
          new Failure(
              FailureKind.of(loaded.problems()),
              "the desired state has no valid cluster: " + loaded.problems().get(0)),
          loaded.problems());
    }
    return new LoopInput(
        DesiredFleet.from(loaded), reconciler, loaded.revision().toString(), rollout(loaded));
  }

  private Optional<Rollout> rollout(LoadedState loaded) {
    try {
      return stages.isEmpty() ? Optional.empty() : Optional.of(Rollout.of(stages, loaded));
    } catch (ConfigValidationException e) {
      throw new FeedException(
          new Failure(FailureKind.CONFIGURATION, "logconfig.schedule.stages: " + e.getMessage()),
          loaded.problems());
    }
  }

  private void report(LoopRound round) {
    health.onRound(round);
    if (!round.isGood()) {
      LOG.warn("round {} failed: {}", round.number(), round.failures());
    } else if (!round.isQuiet()) {
      LOG.info("round {}: {}", round.number(), round.plan().plan().summary());
    }
  }

  @Override
  public synchronized void stop() {
    if (loop != null && thread != null) {
      loop.stop();
      try {
        thread.join(STOP_WITHIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    loop = null;
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return loop != null;
  }
}

package io.github.logconfig.benchmarks;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long planning a fleet takes, if nothing, a hundredth, or everything has to change. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {

  /** What has to change. */
  public enum Case {
    /** Nothing. */
    UNCHANGED,
    /** One cluster in a hundred has a rule that lacks a namespace. */
    ONE_PERCENT_CHANGED,
    /** No cluster has a rule yet. */
    ALL_NEW
  }

  @Param({"10000"})
  private int clusters;

  @Param({"100"})
  private int namespaces;

  @Param private Case which = Case.UNCHANGED;

  private FleetWorld world = FleetWorld.of(0, 0, 0);

  /** Makes the world to plan. */
  @Setup(Level.Trial)
  public void setUp() {
    world =
        switch (which) {
          case UNCHANGED -> FleetWorld.of(clusters, namespaces, 0);
          case ONE_PERCENT_CHANGED -> FleetWorld.of(clusters, namespaces, 0, clusters / 100);
          case ALL_NEW -> FleetWorld.of(clusters, namespaces, clusters);
        };
  }

  /** Plans the whole fleet. */
  @Benchmark
  public FleetPlan plan() {
    return LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT);
  }
}

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

  @Param({"10000"})
  private int clusters;

  @Param({"100"})
  private int namespaces;

  /** How many clusters in a hundred have no rule yet. */
  @Param({"0", "100"})
  private int percentNew;

  /** How many clusters in a hundred have a rule that has to change. */
  @Param({"0", "1"})
  private int percentChanged;

  private FleetWorld world = FleetWorld.of(0, 0, 0);

  /** Makes the world to plan. */
  @Setup(Level.Trial)
  public void setUp() {
    world =
        FleetWorld.of(
            clusters,
            namespaces,
            clusters * percentNew / 100,
            percentNew == 100 ? 0 : clusters * percentChanged / 100);
  }

  /** Plans the whole fleet. */
  @Benchmark
  public FleetPlan plan() {
    return LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT);
  }
}

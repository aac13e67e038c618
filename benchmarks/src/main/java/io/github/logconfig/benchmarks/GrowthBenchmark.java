package io.github.logconfig.benchmarks;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/**
 * How the time to plan grows with clusters and with namespaces.
 *
 * <p>Small fleets fit into the processor's caches and large ones do not, which looks like growth of
 * its own. So that it is not measured, there are as many fleets as make about a million namespaces,
 * and they are planned in turn: all of them come out of memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrowthBenchmark {

  private static final int NAMESPACES_IN_ALL = 1_000_000;
  private static final int MOST_FLEETS = 1_000;

  @Param({"10", "100", "1000", "10000"})
  private int clusters;

  @Param({"100"})
  private int namespaces;

  private List<FleetWorld> worlds = List.of();
  private int next;

  /** Makes the fleets. */
  @Setup(Level.Trial)
  public void setUp() {
    int fleets = Math.max(1, NAMESPACES_IN_ALL / (clusters * namespaces));
    worlds =
        Stream.generate(() -> FleetWorld.of(clusters, namespaces, 0))
            .limit(Math.min(fleets, MOST_FLEETS))
            .toList();
  }

  /** Plans the next fleet, in which nothing has to change. */
  @Benchmark
  public FleetPlan unchanged() {
    next = (next + 1) % worlds.size();
    FleetWorld world = worlds.get(next);
    return LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT);
  }
}

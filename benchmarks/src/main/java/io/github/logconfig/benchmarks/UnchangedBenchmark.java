package io.github.logconfig.benchmarks;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.diff.Diff;
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
 * What it costs to find that nothing has to change: by the planner, by one comparison of hash sets,
 * which is the least that it can cost, and by a generic object diff.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class UnchangedBenchmark {

  @Param({"1000"})
  private int clusters;

  @Param({"100"})
  private int namespaces;

  private FleetWorld world = FleetWorld.of(0, 0, 0);
  private FleetWorld besideOthers = world;
  private List<Set<String>> desired = List.of();
  private List<Set<String>> present = List.of();
  private PlainFleet plainDesired = new PlainFleet(List.of());
  private PlainFleet plainPresent = plainDesired;
  private DesiredState presentState = DesiredState.builder().build();
  private Javers javers = JaversBuilder.javers().build();

  /** Makes the world, and the same as sets of names and as plain objects. */
  @Setup(Level.Trial)
  public void setUp() {
    world = FleetWorld.of(clusters, namespaces, 0);
    besideOthers = world.besideRulesOfOthers();
    ObservedState observed = world.observed().values().iterator().next();
    plainDesired = PlainFleet.of(world.desired());
    plainPresent = PlainFleet.of(observed);
    desired = names(plainDesired);
    present = names(plainPresent);
    presentState = presentAsDesired();
    javers = JaversBuilder.javers().build();
    if (javers.compare(plainDesired, plainPresent).hasChanges() || !hashSetEquals()) {
      throw new IllegalStateException("the two states differ");
    }
  }

  /** Plans the whole fleet. */
  @Benchmark
  public FleetPlan planner() {
    return LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT);
  }

  /** Plans the whole fleet, and asks for the fingerprint of every cluster. */
  @Benchmark
  public int plannerWithFingerprints() {
    int sum = 0;
    for (LogConfigPlan plan : planner().clusters()) {
      sum += plan.fingerprint().hex().length();
    }
    return sum;
  }

  /** Plans the fleet where others have rules in every host group and in the environment. */
  @Benchmark
  public FleetPlan plannerBesideOthers() {
    return LogConfigPlanner.planAll(
        besideOthers.desired(), besideOthers.observed(), PlanOptions.DEFAULT);
  }

  /** Compares the names of every cluster as sets. */
  @Benchmark
  public boolean hashSetEquals() {
    boolean equal = true;
    for (int i = 0; i < desired.size(); i++) {
      equal &= desired.get(i).equals(present.get(i));
    }
    return equal;
  }

  /** Compares what is desired with what is present by a generic diff, both as plain objects. */
  @Benchmark
  public Diff genericDiff() {
    return javers.compare(plainDesired, plainPresent);
  }

  /** Compares the same by a generic diff, both as the planner's own desired state. */
  @Benchmark
  public Diff genericDiffOfTheModel() {
    return javers.compare(world.desired(), presentState);
  }

  private DesiredState presentAsDesired() {
    DesiredState.Builder state =
        DesiredState.builder().addAllEnvironments(world.desired().environments());
    for (int i = 0; i < present.size(); i++) {
      state.addCluster(
          DesiredCluster.builder()
              .from(world.desired().clusters().get(i))
              .namespaces(present.get(i).stream().map(NamespaceName::new).toList())
              .build());
    }
    return state.build();
  }

  private static List<Set<String>> names(PlainFleet fleet) {
    return fleet.environments().stream()
        .flatMap(environment -> environment.clusters().stream())
        .map(cluster -> cluster.rule().namespaces())
        .toList();
  }
}

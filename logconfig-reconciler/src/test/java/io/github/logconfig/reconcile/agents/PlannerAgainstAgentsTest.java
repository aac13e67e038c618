package io.github.logconfig.reconcile.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedWorkload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what plans say with what the simulator's agents ship before and after the plan. The
 * agents evaluate rules with code that they share with nobody.
 *
 * <p>System properties: {@code logconfig.agent.worlds} is the number of worlds, {@code
 * logconfig.first.world} the first seed. A failure names the seed.
 */
class PlannerAgainstAgentsTest {

  private static final int BLOCK = 500;
  private static final int RECONCILED = 10;
  private static final Map<Verdict, Integer> VERDICTS = new EnumMap<>(Verdict.class);
  private static final DynatraceSimulator AGENTS =
      DynatraceSimulator.builder()
          .clock(Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC))
          .start();
  private static long worlds;
  private static long decisions;
  private static long ofClusters;
  private static long unresolved;

  static LongStream blocks() {
    long first = Long.getLong("logconfig.first.world", 0);
    long count = Long.getLong("logconfig.agent.worlds", 1_000);
    return LongStream.iterate(first, block -> block < first + count, block -> block + BLOCK);
  }

  @AfterAll
  static void stop() {
    AGENTS.close();
    System.out.println(
        "Planner against agents: "
            + worlds
            + " worlds, "
            + ofClusters
            + " plans in the scope of a Kubernetes cluster, "
            + unresolved
            + " without known scope, "
            + decisions
            + " decisions, "
            + VERDICTS);
    assertThat(ofClusters).isGreaterThan(worlds / 5);
    assertThat(VERDICTS).as("the planner knows most of it").isNotEmpty();
    long all = VERDICTS.values().stream().mapToLong(Integer::longValue).sum();
    assertThat(VERDICTS.getOrDefault(Verdict.UNKNOWN, 0) * 100L).isLessThan(30 * all);
  }

  @ParameterizedTest(name = "worlds from {0}")
  @MethodSource("blocks")
  void agentsShipWhatPlansSay(long firstSeed) {
    List<String> faults = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + BLOCK; seed++) {
      AgentWorld world = new AgentWorld(seed);
      List<DesiredCluster> earlier = world.earlier();
      for (int i = 0; i < earlier.size(); i++) {
        // all clusters are known, or else the Kubernetes cluster of another one may be taken
        world.apply(plans(earlier, world.observe()).get(i));
      }
      world.drift();
      ObservedState observed = world.observe();
      List<LogConfigPlan> plans = plans(world.desired, observed);
      AGENTS.restore(world.snapshot());
      Judge judge = new Judge(seed, world, AGENTS, faults);
      plans.forEach(world::apply);
      AGENTS.restore(world.snapshot());
      judge.judge(plans);
    }

    assertThat(faults).isEmpty();
  }

  static LongStream reconciled() {
    return LongStream.range(0, RECONCILED);
  }

  /** The same through the service: what the reconciler observes, plans and writes. */
  @ParameterizedTest(name = "world {0}")
  @MethodSource("reconciled")
  void agentsShipWhatReconciledPlansSay(long seed) {
    AgentWorld world = new AgentWorld(seed);
    List<String> faults = new ArrayList<>();
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    for (SimulatedEntity entity : world.entities()) {
      builder.entity(entity);
    }
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client = Fleets.client(simulator)) {
      simulator.restore(world.snapshot());
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(state(world.earlier()));
      List<LogConfigPlan> plans = reconciler.plan(state(world.desired)).plan().clusters();
      Judge judge = new Judge(seed, world, simulator, faults);
      reconciler.apply(state(world.desired));
      judge.judge(plans);
    }

    assertThat(faults).isEmpty();
  }

  private static List<LogConfigPlan> plans(List<DesiredCluster> clusters, ObservedState observed) {
    return LogConfigPlanner.planAll(
            state(clusters), Map.of(Fleets.STAGING.name(), observed), PlanOptions.DEFAULT)
        .clusters();
  }

  private static DesiredState state(List<DesiredCluster> clusters) {
    return Fleets.state(clusters.toArray(DesiredCluster[]::new));
  }

  /** Asks the agents before and after the plans of one world. */
  private static final class Judge {

    private final long seed;
    private final AgentWorld world;
    private final DynatraceSimulator agents;
    private final List<String> faults;
    private final List<Map<NamespaceName, Evidence>> byCluster = new ArrayList<>();

    /** What agents do with some records of a namespace. */
    private record Evidence(List<SimulatedWorkload> records, List<Boolean> before) {}

    Judge(long seed, AgentWorld world, DynatraceSimulator agents, List<String> faults) {
      this.seed = seed;
      this.world = world;
      this.agents = agents;
      this.faults = faults;
      worlds++;
      for (int i = 0; i < world.desired.size(); i++) {
        Map<NamespaceName, Evidence> evidence = new HashMap<>();
        for (NamespaceName namespace : AgentWorld.namespaces()) {
          List<SimulatedWorkload> records = world.workloads(i, namespace);
          evidence.put(namespace, new Evidence(records, shipped(records)));
        }
        byCluster.add(evidence);
      }
    }

    void judge(List<LogConfigPlan> plans) {
      assertThat(plans).hasSameSizeAs(world.desired);
      for (int i = 0; i < plans.size(); i++) {
        judge(plans.get(i), byCluster.get(i));
      }
    }

    private void judge(LogConfigPlan plan, Map<NamespaceName, Evidence> evidence) {
      if (plan.scope().isEmpty()) {
        assertThat(plan.steps()).as("the target is not known").isEmpty();
        unresolved++;
        return;
      }
      ofClusters += plan.target() == Target.KUBERNETES_CLUSTER ? 1 : 0;
      Map<NamespaceName, NamespaceEffect> effects = new HashMap<>();
      plan.effects().forEach(effect -> effects.put(effect.namespace(), effect));
      OtherNamespaces others = plan.otherNamespaces();
      evidence.forEach(
          (namespace, seen) -> {
            List<Boolean> after = shipped(seen.records());
            Optional<NamespaceEffect> effect = Optional.ofNullable(effects.get(namespace));
            if (effect.isPresent()) {
              check(plan, namespace, seen, after, effect.get().before(), effect.get().after());
              checkKind(plan, namespace, seen, after, effect.get().effect());
              checkStops(plan, namespace, seen, after, effect.get().stopping());
            } else {
              if (AgentWorld.isNamedByNobody(namespace)) {
                check(plan, namespace, seen, after, others.before(), others.after());
                checkStops(plan, namespace, seen, after, others.stops() != Change.NO);
              }
              checkStops(plan, namespace, seen, after, plan.stopsUnmanaged());
            }
          });
      for (NamespaceName namespace : plan.desiredNamespaces()) {
        if (!effects.containsKey(namespace)) {
          fault(plan, namespace, "desired, but without effect");
        }
      }
    }

    private void check(
        LogConfigPlan plan,
        NamespaceName namespace,
        Evidence seen,
        List<Boolean> after,
        Verdict saidBefore,
        Verdict saidAfter) {
      VERDICTS.merge(saidBefore, 1, Integer::sum);
      VERDICTS.merge(saidAfter, 1, Integer::sum);
      for (int i = 0; i < after.size(); i++) {
        if (contradicts(saidBefore, seen.before().get(i))) {
          fault(plan, namespace, saidBefore + " before, but " + seen.records().get(i));
        }
        if (contradicts(saidAfter, after.get(i))) {
          fault(plan, namespace, saidAfter + " after, but " + seen.records().get(i));
        }
      }
    }

    private static boolean contradicts(Verdict said, boolean ships) {
      return ships ? said == Verdict.NOT_INGESTED : said == Verdict.INGESTED;
    }

    private void checkKind(
        LogConfigPlan plan,
        NamespaceName namespace,
        Evidence seen,
        List<Boolean> after,
        NamespaceEffect.Kind kind) {
      for (int i = 0; i < after.size(); i++) {
        boolean before = seen.before().get(i);
        boolean possible =
            switch (kind) {
              case STARTS -> after.get(i);
              case CONTINUES -> before && after.get(i);
              case STOPS, BLOCKED -> !after.get(i);
              case NONE -> !before && !after.get(i);
              case PARTLY, UNKNOWN -> true;
            };
        if (!possible) {
          fault(plan, namespace, kind + ", but " + seen.records().get(i));
        }
      }
    }

    private void checkStops(
        LogConfigPlan plan,
        NamespaceName namespace,
        Evidence seen,
        List<Boolean> after,
        boolean mayStop) {
      for (int i = 0; i < after.size() && !mayStop; i++) {
        if (seen.before().get(i) && !after.get(i)) {
          fault(plan, namespace, "stops silently: " + seen.records().get(i));
        }
      }
    }

    private List<Boolean> shipped(List<SimulatedWorkload> records) {
      decisions += records.size();
      return records.stream().map(agents::ships).toList();
    }

    private void fault(LogConfigPlan plan, NamespaceName namespace, String what) {
      faults.add("seed " + seed + ", " + plan.cluster() + "/" + namespace + ": " + what);
    }
  }
}

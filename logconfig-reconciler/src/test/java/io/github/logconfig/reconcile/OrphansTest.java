package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orphans, and desired states that may be incomplete. */
class OrphansTest {

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler keeping;
  private Reconciler removing;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(4).start();
    client = Fleets.client(simulator);
    keeping = Fleets.reconciler(client).build();
    removing = Fleets.reconciler(client).removeOrphans().build();
    keeping.apply(
        Fleets.state(
            Fleets.cluster("c0", "a"),
            Fleets.exclusive("c1", "b", "x"),
            Fleets.cluster("c2", "c")));
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void listsOrphansAndKeepsThem() {
    PlanReport planned = keeping.plan(onlyC0());
    ApplyReport applied = keeping.apply(onlyC0());

    assertThat(planned.orphans())
        .extracting(orphan -> orphan.identity().externalId().value())
        .containsExactlyInAnyOrder(
            "logconfig:logconfig:c1:include",
            "logconfig:logconfig:c1:exclude-rest",
            "logconfig:logconfig:c2:include");
    Orphan include =
        planned.orphans().stream()
            .filter(it -> it.rule().title().equals("logconfig c1"))
            .findFirst()
            .orElseThrow();
    assertThat(include.namespaces())
        .containsExactly(new NamespaceName("b"), new NamespaceName("x"));
    assertThat(include.scope().id()).isEqualTo(Fleets.scope(simulator, "logconfig c1"));
    assertThat(include.targetName()).isEqualTo(new TargetName("c1"));
    assertThat(applied.orphans()).hasSize(3).allMatch(it -> it.outcome() == Outcome.UNCHANGED);
    assertThat(applied.isSuccess()).isTrue();
    assertThat(PlanDocument.read(PlanDocument.write(planned, "1")).orphans())
        .isEqualTo(planned.orphans());
    assertThat(
            PlanMarkdown.of(
                planned.plan(),
                planned.impact(),
                planned.remarks("test"),
                PlanMarkdown.Options.DEFAULT))
        .contains("with 2 namespaces has no desired cluster");
    assertThat(Fleets.titles(simulator)).hasSize(4);
  }

  @Test
  void removesOrphansOnRequest() {
    ApplyReport report = removing.apply(onlyC0());

    assertThat(report.orphans()).hasSize(3).allMatch(it -> it.outcome() == Outcome.APPLIED);
    assertThat(report.isSuccess()).isTrue();
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c0");
    assertThat(removing.plan(onlyC0()).orphans()).isEmpty();
  }

  @Test
  void keepsOrphanThatWasWrittenSincePlan() {
    PlanReport planned = removing.plan(onlyC0());
    keeping.apply(Fleets.state(Fleets.cluster("c2", "rival")));

    ApplyReport report = removing.apply(planned);

    assertThat(report.orphans())
        .filteredOn(it -> it.orphan().targetName().value().equals("c2"))
        .singleElement()
        .matches(it -> it.outcome() == Outcome.CONFLICT);
    assertThat(report.isSuccess()).isFalse();
    assertThat(Fleets.titles(simulator)).contains("logconfig c2").doesNotContain("logconfig c1");
  }

  @Test
  void countsOrphansForLimitWithoutBlockingClusters() {
    String[] many = IntStream.range(0, 50).mapToObj(i -> "ns-" + i).toArray(String[]::new);
    keeping.apply(Fleets.state(Fleets.cluster("c2", many)));
    Reconciler guarded =
        Fleets.reconciler(client).removeOrphans().impactLimit(ImpactLimit.DEFAULT).build();

    ApplyReport report = guarded.apply(Fleets.state(Fleets.cluster("c0", "z")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
    assertThat(report.orphans()).allMatch(it -> it.outcome() == Outcome.REFUSED);
    assertThat(report.orphans())
        .filteredOn(it -> it.orphan().targetName().value().equals("c2"))
        .singleElement()
        .extracting(it -> it.failure().orElseThrow().message())
        .asString()
        .startsWith("50 of 50 namespaces of cluster c2 would stop");
    assertThat(Fleets.titles(simulator)).contains("logconfig c2");
  }

  @Test
  void ignoresRulesOfAnotherOwner() {
    Reconciler other =
        Fleets.reconciler(client)
            .planOptions(PlanOptions.builder().owner(new Owner("other")).build())
            .removeOrphans()
            .build();

    assertThat(other.apply(Fleets.state(Fleets.cluster("c3", "a"))).orphans()).isEmpty();
    assertThat(Fleets.titles(simulator)).hasSize(5);
  }

  @Test
  void ignoresOrphansIfClustersAreSelected() {
    DesiredFleet part = DesiredFleet.whole(onlyC0()).only(List.of(new ClusterName("c0")));

    assertThat(removing.apply(part).orphans()).isEmpty();
    assertThat(Fleets.titles(simulator)).hasSize(4);
  }

  @Test
  void reportsNoOrphansWhileSourceIsBroken() {
    DesiredFleet fleet = Fleets.withProblems(onlyC0(), new Problem("x.yaml", 0, "is no YAML"));

    ApplyReport report = removing.apply(fleet);

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.UNCHANGED);
    assertThat(report.orphans()).isEmpty();
    assertThat(report.isSuccess()).isFalse();
    assertThat(report.failures())
        .containsExactly(new Failure(FailureKind.DESIRED_STATE, "x.yaml: is no YAML"));
    assertThat(Fleets.titles(simulator)).hasSize(4);
  }

  @Test
  void keepsOrphansWhileClusterIsBroken() {
    Problem problem =
        new Problem(
            new SourceLocation("c1.yaml", 3),
            "namespaces is no list",
            Problem.Kind.INVALID,
            Optional.of(new ClusterName("c1")),
            Optional.of(new HostGroupName("c1")));

    ApplyReport report = removing.apply(Fleets.withProblems(onlyC0(), problem));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.UNCHANGED, Outcome.FAILED);
    assertThat(report.clusters().get(1).cluster()).isEqualTo(new ClusterName("c1"));
    assertThat(report.orphans())
        .singleElement()
        .matches(it -> it.orphan().targetName().value().equals("c2"))
        .matches(it -> it.outcome() == Outcome.REFUSED);
    assertThat(Fleets.titles(simulator)).hasSize(4);
  }

  @Test
  void problemOfClusterKeepsItsRules() {
    DesiredState state = Fleets.state(Fleets.cluster("c0"), Fleets.cluster("c2", "new"));

    ApplyReport report = removing.apply(Fleets.withProblems(state, Fleets.problemOf("c0")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED, Outcome.APPLIED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a");
    assertThat(Fleets.values(simulator, "logconfig c2")).containsExactly("new");
  }

  @Test
  void refusesEmptyDesiredStateUnlessAllowed() {
    DesiredState nothing = Fleets.state();

    ApplyReport refused = removing.apply(nothing);
    assertThat(refused.isSuccess()).isFalse();
    assertThat(refused.environments().get(Fleets.STAGING.name()))
        .extracting(Failure::kind)
        .isEqualTo(FailureKind.REFUSED);
    assertThat(refused.orphans()).hasSize(4).allMatch(it -> it.outcome() == Outcome.REFUSED);
    assertThat(Fleets.titles(simulator)).hasSize(4);

    assertThat(keeping.apply(nothing).isSuccess()).isFalse();
    assertThat(keeping.verify(nothing).isAsDesired()).isFalse();
    assertThat(keeping.verify(nothing).isUnknown()).as("a refusal is known").isFalse();
    assertThat(
            Fleets.reconciler(client)
                .allowEmptyDesiredState()
                .build()
                .verify(nothing)
                .isAsDesired())
        .isTrue();
    Reconciler allowing =
        Fleets.reconciler(client).removeOrphans().allowEmptyDesiredState().build();
    assertThat(allowing.apply(nothing).isSuccess()).isTrue();
    assertThat(simulator.objects()).isEmpty();
    assertThat(removing.apply(nothing).isSuccess()).as("no managed rules are left").isTrue();
  }

  private static DesiredState onlyC0() {
    return Fleets.state(Fleets.cluster("c0", "a"));
  }
}

package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the desired state has problems, the reconciler removes nothing for any caller. */
class PartialStateTest {

  private static final Problem ANYWHERE = new Problem("inventory/team-b.yaml", 0, "cannot be read");

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(4).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).removeOrphans().build();
    reconciler.apply(
        Fleets.state(Fleets.cluster("c0", "n1", "n2"), Fleets.cluster("c1", "n1", "n2")));
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void applyRemovesNoNamespace() {
    DesiredFleet fleet = Fleets.withProblems(state("n1"), ANYWHERE);

    ApplyReport report = reconciler.apply(fleet);

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2");
    assertThat(report.failures())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.REFUSED, FailureKind.REFUSED, FailureKind.DESIRED_STATE);
    assertThat(report.clusters().get(0).failure().orElseThrow().message())
        .isEqualTo(
            "withheld: the removal of namespace n2; nothing is taken away while the desired state"
                + " has problems");
  }

  @Test
  void reportsWithheldChangesInPlanAndApply() {
    PlanReport planned = reconciler.plan(Fleets.withProblems(state("n1", "n3"), ANYWHERE));

    assertThat(planned.withheld()).containsOnlyKeys(new ClusterName("c0"), new ClusterName("c1"));
    assertThat(planned.isAsDesired()).isFalse();
    assertThat(planned.plan().clusters().get(0).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.namespacesRemoved()).isEmpty())
        .satisfies(step -> assertThat(step.namespacesAdded()).hasToString("[n3]"));

    ApplyReport report = reconciler.apply(planned);

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.PARTLY, Outcome.PARTLY);
    assertThat(report.isSuccess()).isFalse();
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2", "n3");
  }

  @Test
  void problemOfNamespaceKeepsThatNamespaceOnly() {
    Problem ofN2 = ofNamespace("c0", "n2");

    ApplyReport report = reconciler.apply(Fleets.withProblems(state("n3"), ofN2));

    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n2", "n3");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n3");
    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.PARTLY, Outcome.APPLIED);
    assertThat(report.clusters().get(0).failure().orElseThrow().message())
        .isEqualTo(
            "withheld: the removal of namespace n2; nothing is taken away while the desired state"
                + " has problems");
  }

  @Test
  void problemOfNamespaceThatIsNotManagedWithholdsNothing() {
    PlanReport planned =
        reconciler.plan(Fleets.withProblems(state("n1"), ofNamespace("c0", "unknown")));

    assertThat(planned.withheld()).isEmpty();
    assertThat(planned.plan().clusters().get(0).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.namespacesRemoved()).hasToString("[n2]"));
  }

  @Test
  void problemOfNamespaceAndOfClusterKeepEverything() {
    reconciler.apply(
        Fleets.withProblems(state("n3"), ofNamespace("c0", "n2"), Fleets.problemOf("c0", "c0")));

    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2", "n3");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n3");
  }

  @Test
  void problemOfNamespaceWithholdsTheCatchAllRule() {
    DesiredState exclusive =
        Fleets.state(Fleets.exclusive("c0", "n1", "n2"), Fleets.cluster("c1", "n1", "n2"));

    PlanReport planned =
        reconciler.plan(Fleets.withProblems(exclusive, ofNamespace("c0", "elsewhere")));

    assertThat(planned.withheld()).containsOnlyKeys(new ClusterName("c0"));
    assertThat(planned.plan().clusters().get(0).steps()).isEmpty();
  }

  private static Problem ofNamespace(String cluster, String namespace) {
    return new Problem(
        SourceLocation.ofPlace("cluster " + cluster),
        "invalid label",
        Problem.Kind.INVALID,
        Optional.of(new ClusterName(cluster)),
        Optional.of(new HostGroupName(cluster)),
        Optional.of(new NamespaceName(namespace)));
  }

  @Test
  void refusesRemovalsOfPlanWithProblems() {
    PlanReport whole = reconciler.plan(state("n1"));
    PlanReport partial = whole.withProblems(List.of(ANYWHERE));

    ApplyReport report = reconciler.apply(partial);

    assertThat(Fleets.outcomes(report)).containsOnly(Outcome.REFUSED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2");
  }

  @Test
  void problemOfPresentClusterConcernsOnlyIt() {
    ApplyReport report = reconciler.apply(Fleets.withProblems(state("n1"), Fleets.problemOf("c0")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED, Outcome.APPLIED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n1");
  }

  @Test
  void problemOfAbsentClusterLeavesItOut() {
    DesiredState onlyC1 = Fleets.state(Fleets.cluster("c1", "n1"));

    ApplyReport report =
        reconciler.apply(Fleets.withProblems(onlyC1, Fleets.problemOf("c0", "c0")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED, Outcome.FAILED);
    assertThat(report.failures())
        .containsExactly(new Failure(FailureKind.DESIRED_STATE, "inventory.yaml:3: invalid"));
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n1");
  }

  @Test
  void addsNoExcludeRuleAndRemovesNothing() {
    ApplyReport exclusive =
        reconciler.apply(
            Fleets.withProblems(Fleets.state(Fleets.exclusive("c0", "n1", "n2", "n3")), ANYWHERE));
    ApplyReport empty = reconciler.apply(Fleets.withProblems(Fleets.state(), ANYWHERE));

    assertThat(Fleets.outcomes(exclusive)).containsExactly(Outcome.PARTLY);
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c0", "logconfig c1");
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2", "n3");
    assertThat(empty.isSuccess()).isFalse();
    assertThat(empty.orphans()).isEmpty();
  }

  @Test
  void problemOfAbsentClusterWithoutHostGroupConcernsEveryCluster() {
    DesiredState onlyC1 = Fleets.state(Fleets.cluster("c1", "n1"));

    ApplyReport report = reconciler.apply(Fleets.withProblems(onlyC1, Fleets.problemOf("c0")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED, Outcome.FAILED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n1", "n2");
  }

  /** A new entry claims the host group of c0, so that c0 itself is the broken one. */
  @Test
  void clusterThatClaimsHostGroupOfBrokenClusterRemovesNothing() {
    DesiredCluster claiming =
        DesiredCluster.builder()
            .from(Fleets.cluster("new", "n9"))
            .hostGroup(new HostGroupName("c0"))
            .build();
    DesiredFleet fleet =
        Fleets.withProblems(
            Fleets.state(claiming, Fleets.cluster("c1", "n1")), Fleets.problemOf("c0", "c0"));

    ApplyReport report = reconciler.apply(fleet);
    ApplyReport selected = reconciler.apply(fleet.only(List.of(claiming.name())));
    ApplyReport planned = reconciler.apply(reconciler.plan(fleet.only(List.of(claiming.name()))));

    assertThat(Fleets.outcomes(report))
        .containsExactly(Outcome.PARTLY, Outcome.APPLIED, Outcome.FAILED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2", "n9");
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n1");
    assertThat(Fleets.outcomes(selected)).containsExactly(Outcome.REFUSED);
    assertThat(selected.isSuccess()).isFalse();
    assertThat(Fleets.outcomes(planned)).containsExactly(Outcome.REFUSED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("n1", "n2", "n9");
  }

  /** A file with c0 and c1 cannot be parsed: they are missing, and no problem names them. */
  @Test
  void brokenFileOfSeveralClustersRemovesNothingAnywhere() {
    reconciler.apply(
        Fleets.state(
            Fleets.cluster("c0", "n1", "n2"),
            Fleets.cluster("c1", "n1", "n2"),
            Fleets.cluster("c2", "n1", "n2")));

    ApplyReport report =
        reconciler.apply(Fleets.withProblems(Fleets.state(Fleets.cluster("c2", "n3")), ANYWHERE));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.PARTLY);
    assertThat(report.orphans()).isEmpty();
    assertThat(Fleets.titles(simulator))
        .containsExactly("logconfig c0", "logconfig c1", "logconfig c2");
    assertThat(Fleets.values(simulator, "logconfig c2")).containsExactly("n1", "n2", "n3");
  }

  @Test
  void problemOfPresentClusterKeepsOrphansOfOtherHostGroups() {
    DesiredFleet fleet =
        Fleets.withProblems(Fleets.state(Fleets.cluster("c0", "n1", "n2")), Fleets.problemOf("c0"));

    ApplyReport report = reconciler.apply(fleet);

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.UNCHANGED);
    assertThat(report.orphans())
        .singleElement()
        .matches(orphan -> orphan.outcome() == Outcome.REFUSED)
        .matches(orphan -> orphan.orphan().targetName().value().equals("c1"));
    assertThat(report.isSuccess()).isFalse();
    assertThat(Fleets.values(simulator, "logconfig c1")).containsExactly("n1", "n2");
  }

  private static DesiredState state(String... namespaces) {
    return Fleets.state(Fleets.cluster("c0", namespaces), Fleets.cluster("c1", namespaces));
  }
}

package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans that restore rewritten managed rules: every state between two steps is safe. */
class StepSchedulerTest {

  private static final String TITLE = "logconfig stage-01";

  @Test
  void deletesShadowedDuplicateBeforeExclusion() {
    DesiredCluster desired = Worlds.cluster(Policy.EXCLUSIVE);
    ObservedRule drifted = include("drifted", Worlds.exclude(TITLE, "a", "b"));
    ObservedRule duplicate = include("duplicate", Worlds.include("renamed", "a", "b"));

    assertThat(steps(desired, drifted, duplicate))
        .containsExactly("0 delete duplicate", "1 delete drifted", "1 create exclude-rest");
  }

  @Test
  void keepsOneCatchAllWhileDeletingDuplicate() {
    DesiredCluster desired = Worlds.cluster(Policy.EXCLUSIVE);
    ObservedRule valid = catchAll("valid", Worlds.everything("renamed", RuleAction.EXCLUDE));
    ObservedRule drifted =
        catchAll("drifted", Worlds.everything(TITLE + "/rest", RuleAction.INCLUDE));

    assertThat(steps(desired, valid, drifted))
        .containsExactly("0 update drifted", "1 delete valid");
  }

  @Test
  void deletesShadowedDuplicateBeforeRestoringExclusion() {
    DesiredCluster desired = Worlds.cluster("c");
    ObservedRule drifted = include("drifted", Worlds.exclude(TITLE, "a", "b"));
    ObservedRule duplicate = include("duplicate", Worlds.include("renamed", "a", "b"));

    assertThat(steps(desired, drifted, duplicate))
        .containsExactly("0 delete duplicate", "1 update drifted");
  }

  @Test
  void addsCatchAllBeforeRestoringExclusion() {
    DesiredCluster desired = Worlds.cluster(Policy.EXCLUSIVE, "a");
    ObservedRule drifted = include("drifted", Worlds.exclude(TITLE, "b", "c"));
    ObservedRule wide = Worlds.foreign("wide", RuleScope.ENVIRONMENT, Worlds.include("wide", "b"));

    assertThat(steps(desired, drifted, wide))
        .containsExactly("0 create exclude-rest", "1 update drifted");
  }

  @Test
  void deletesExclusionBeforeNarrowingWideRule() {
    DesiredCluster desired = Worlds.cluster("a", "b", "c");
    ObservedRule wide =
        managed(RuleRole.include(2), "wide", Worlds.include(TITLE + "/2", "b", "**"));
    ObservedRule drifted = managed(RuleRole.include(3), "drifted", Worlds.exclude("renamed", "c"));
    ObservedRule first = include("first", Worlds.include(TITLE, "a"));
    ObservedRule third = managed(RuleRole.include(3), "third", Worlds.include(TITLE + "/3", "c"));

    assertThat(steps(desired, wide, drifted, first, third))
        .containsExactly("0 delete drifted", "1 update wide");
  }

  @Test
  void coversNamespaceAboveExclusionBeforeTakingItAway() {
    DesiredCluster desired = Worlds.cluster("a", "b");
    ObservedRule above = include("above", Worlds.include(TITLE, "b", "c"));
    ObservedRule exclusion = Worlds.foreign("exclusion", Worlds.SCOPE, Worlds.exclude("no b", "b"));
    ObservedRule below =
        managed(RuleRole.include(2), "below", Worlds.include(TITLE + "/2", "b", "a*"));

    LogConfigPlan plan = plan(desired, above, exclusion, below);

    assertThat(plan.steps()).isNotEmpty();
    assertThat(codes(plan)).doesNotContain(FindingCode.TRANSIENT_CHANGE);
  }

  @Test
  void leavesNamespacesWithWildcardsThatCoverThem() {
    DesiredCluster desired = Worlds.cluster("a1", "b1");
    ObservedRule second =
        managed(RuleRole.include(2), "second", Worlds.include(TITLE + "/2", "a*"));
    ObservedRule first = include("first", Worlds.include(TITLE, "b*"));

    LogConfigPlan plan = plan(desired, first, second);

    assertThat(plan.steps())
        .extracting(step -> step.objectId().orElseThrow() + " " + step.namespacesAdded())
        .containsExactlyInAnyOrder("first [b1]", "second [a1]");
    assertThat(codes(plan)).doesNotContain(FindingCode.TRANSIENT_CHANGE);
  }

  @Test
  void reportsLogsThatAreLetInIfNoOrderIsSafe() {
    DesiredCluster desired = Worlds.cluster(Policy.EXCLUSIVE, "a");
    ObservedRule drifted = include("drifted", Worlds.exclude(TITLE, "b"));
    ObservedRule wide =
        Worlds.foreign("wide", RuleScope.ENVIRONMENT, Worlds.include("wide", "a", "b"));

    LogConfigPlan plan = plan(desired, drifted, wide);

    assertThat(steps(desired, drifted, wide))
        .containsExactly("0 update drifted", "1 create exclude-rest");
    assertThat(plan.findings())
        .filteredOn(finding -> finding.code() == FindingCode.TRANSIENT_CHANGE)
        .singleElement()
        .extracting(Finding::namespaces)
        .isEqualTo(Worlds.names("b"));
  }

  @Test
  void reportsThatTheOrderCouldNotBeChecked() {
    DesiredCluster desired = Worlds.cluster(Policy.EXCLUSIVE, "a");
    ObservedRule drifted = include("drifted", Worlds.exclude(TITLE, "b"));
    String[] patterns =
        IntStream.range(0, 20).mapToObj(i -> "*" + (char) ('b' + i) + "*").toArray(String[]::new);
    ObservedRule many =
        Worlds.foreign("many", RuleScope.ENVIRONMENT, Worlds.include("many", patterns));

    assertThat(codes(plan(desired, drifted, many)))
        .contains(FindingCode.ORDER_UNCHECKED)
        .doesNotContain(FindingCode.TRANSIENT_CHANGE);
  }

  private static List<String> steps(DesiredCluster desired, ObservedRule... rules) {
    return plan(desired, rules).steps().stream()
        .map(
            step ->
                step.wave()
                    + " "
                    + step.action().toString().toLowerCase(Locale.ROOT)
                    + " "
                    + step.objectId().map(Object::toString).orElse(step.identity().role().value()))
        .toList();
  }

  /** Plans with rules for one namespace each. */
  private static LogConfigPlan plan(DesiredCluster desired, ObservedRule... rules) {
    return ClusterPlanner.plan(
        desired,
        EnvironmentRules.of(Worlds.holding(rules), List.of(desired)),
        PlanOptions.DEFAULT,
        1);
  }

  private static List<FindingCode> codes(LogConfigPlan plan) {
    return plan.findings().stream().map(Finding::code).toList();
  }

  private static ObservedRule include(String objectId, LogRule rule) {
    return managed(RuleRole.INCLUDE, objectId, rule);
  }

  private static ObservedRule catchAll(String objectId, LogRule rule) {
    return managed(RuleRole.CATCH_ALL, objectId, rule);
  }

  private static ObservedRule managed(RuleRole role, String objectId, LogRule rule) {
    return Worlds.ours(role, objectId, rule);
  }
}

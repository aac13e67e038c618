package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.UpdateToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the service does with steps, one at a time, and what it refuses: stale tokens, titles that
 * are taken, neighbours that are gone, more rules than a scope takes.
 */
final class ServiceModel {

  private final List<ObservedRule> rules;
  private int writes;

  ServiceModel(List<ObservedRule> rules) {
    this.rules = new ArrayList<>(rules);
  }

  List<ObservedRule> rules() {
    return List.copyOf(rules);
  }

  void apply(PlanStep step) {
    switch (step.action()) {
      case CREATE -> create(step);
      case UPDATE -> write(step, Optional.empty());
      case ADOPT -> {
        assertThat(rules.get(find(step.unchanged().objectId())).externalId()).isEmpty();
        write(step, Optional.of(step.identity().externalId()));
      }
      case MOVE -> {
        assertThat(rules.get(find(step.unchanged().objectId())).rule())
            .isEqualTo(step.ruleAfter().orElseThrow());
        write(step, Optional.empty());
      }
      case DELETE -> {
        ObservedRule rule = unchanged(step.unchanged());
        assertThat(rule.deletable()).isTrue();
        rules.remove(rule);
      }
    }
    assertThat(rules).hasSizeLessThanOrEqualTo(LogRule.MAX_PER_SCOPE);
    assertThat(rules).extracting(rule -> rule.rule().title()).doesNotHaveDuplicates();
  }

  private void create(PlanStep create) {
    ExternalId externalId = create.identity().externalId();
    assertThat(create.precondition()).isEqualTo(new Precondition.Absent(externalId));
    assertThat(rules).noneMatch(rule -> rule.externalId().equals(Optional.of(externalId)));
    rules.add(
        place(create.position().orElseThrow()),
        ObservedRule.builder()
            .objectId(new ObjectId("created-" + create.identity().role() + "-" + writes++))
            .updateToken(new UpdateToken("token-" + writes))
            .scope(create.scope())
            .externalId(externalId)
            .rule(create.ruleAfter().orElseThrow())
            .build());
  }

  private void write(PlanStep step, Optional<ExternalId> externalId) {
    ObservedRule before = unchanged(step.unchanged());
    assertThat(step.ruleBefore()).hasValue(before.rule());
    assertThat(before.modifiable()).isTrue();
    ObservedRule.Builder after =
        ObservedRule.builder()
            .from(before)
            .rule(step.ruleAfter().orElseThrow())
            .updateToken(new UpdateToken("token-" + ++writes));
    externalId.ifPresent(after::externalId);
    int at = rules.indexOf(before);
    rules.remove(at);
    if (step.position().isPresent()) {
      assertThat(before.movable()).isTrue();
      at = place(step.position().get());
    }
    rules.add(at, after.build());
  }

  private ObservedRule unchanged(Precondition.Unchanged precondition) {
    ObservedRule rule = rules.get(find(precondition.objectId()));
    assertThat(rule.updateToken()).isEqualTo(precondition.updateToken());
    return rule;
  }

  private int place(Position position) {
    if (position instanceof Position.First) {
      return 0;
    }
    if (position instanceof Position.After after) {
      int at = find(after.objectId());
      assertThat(rules.get(at).movable()).as("neighbour is movable").isTrue();
      return at + 1;
    }
    return rules.size();
  }

  private int find(ObjectId objectId) {
    return IntStream.range(0, rules.size())
        .filter(i -> rules.get(i).objectId().equals(objectId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no object " + objectId));
  }
}

package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.UpdateToken;
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
    if (step instanceof PlanStep.CreateRule create) {
      create(create);
    } else if (step instanceof PlanStep.UpdateRule update) {
      write(update.precondition(), update.rule(), Optional.empty(), update.position());
    } else if (step instanceof PlanStep.AdoptRule adopt) {
      assertThat(rules.get(find(adopt.precondition().objectId())).externalId()).isEmpty();
      write(
          adopt.precondition(),
          adopt.rule(),
          Optional.of(adopt.identity().externalId()),
          Optional.of(adopt.position()));
    } else if (step instanceof PlanStep.MoveRule move) {
      assertThat(rules.get(find(move.precondition().objectId())).rule()).isEqualTo(move.rule());
      write(move.precondition(), move.rule(), Optional.empty(), Optional.of(move.position()));
    } else if (step instanceof PlanStep.DeleteRule delete) {
      ObservedRule rule = unchanged(delete.precondition());
      assertThat(rule.deletable()).isTrue();
      rules.remove(rule);
    }
    assertThat(rules).hasSizeLessThanOrEqualTo(LogRule.MAX_PER_SCOPE);
    assertThat(rules).extracting(rule -> rule.rule().title()).doesNotHaveDuplicates();
  }

  private void create(PlanStep.CreateRule create) {
    ExternalId externalId = create.precondition().externalId();
    assertThat(rules).noneMatch(rule -> rule.externalId().equals(Optional.of(externalId)));
    rules.add(
        place(create.position()),
        ObservedRule.builder()
            .objectId(new ObjectId("created-" + create.identity().role() + "-" + writes++))
            .updateToken(new UpdateToken("token-" + writes))
            .scope(create.scope())
            .externalId(externalId)
            .rule(create.rule())
            .build());
  }

  private void write(
      Precondition.Unchanged precondition,
      LogRule value,
      Optional<ExternalId> externalId,
      Optional<Position> position) {
    ObservedRule before = unchanged(precondition);
    assertThat(before.modifiable()).isTrue();
    ObservedRule.Builder after =
        ObservedRule.builder()
            .from(before)
            .rule(value)
            .updateToken(new UpdateToken("token-" + ++writes));
    externalId.ifPresent(after::externalId);
    int at = rules.indexOf(before);
    rules.remove(at);
    if (position.isPresent()) {
      assertThat(before.movable()).isTrue();
      at = place(position.get());
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

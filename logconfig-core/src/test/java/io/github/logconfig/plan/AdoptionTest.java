package io.github.logconfig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.WildcardPattern;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rules are adopted, whatever their titles are. */
class AdoptionTest {

  private static final ObjectId ID = new ObjectId("rule-1");
  private static final List<NamespaceName> DESIRED =
      List.of(new NamespaceName("a"), new NamespaceName("b"));
  private static final List<NamespaceName> CATCH_ALL = List.of();

  private static final Adoption OBJECT = Adoption.builder().addObject(ID).build();
  private static final Adoption REVIEWED = Adoption.builder().addReviewedObject(ID).build();
  private static final Adoption LISTS = Adoption.builder().namespaceLists(true).build();
  private static final Adoption TITLE =
      Adoption.builder().addTitle(new WildcardPattern("Shop*")).build();
  private static final Adoption MONACO = Adoption.builder().addTool(Adoption.Tool.MONACO).build();

  private static final LogRule LIST = include(namespaces("a", "b"));
  private static final LogRule PART = include(namespaces("a"));
  private static final LogRule OTHER = include(namespaces("a", "z"));
  private static final LogRule WILDCARD = include(namespaces("a*"));
  private static final LogRule NARROWER =
      LogRule.builder()
          .from(LIST)
          .addMatcher(
              Matcher.builder()
                  .attribute(new Attribute("log.source"))
                  .addValue("/var/log/x")
                  .build())
          .build();
  private static final LogRule EVERYTHING = rule(RuleAction.INCLUDE).build();
  private static final LogRule EXCLUSION =
      rule(RuleAction.EXCLUDE).addMatcher(namespaces("a")).build();
  private static final LogRule EXCLUDE_ALL = rule(RuleAction.EXCLUDE).build();

  @Test
  void adoptsNothingByDefault() {
    for (LogRule rule : List.of(LIST, PART, EVERYTHING, EXCLUDE_ALL)) {
      assertThat(Adoption.NEVER.selects(observed(rule), DESIRED)).isFalse();
      assertThat(Adoption.NEVER.selects(observed(rule), CATCH_ALL)).isFalse();
    }
  }

  @Test
  void adoptsNamespaceListsThatAManagedRuleCanReplace() {
    for (Adoption adoption : List.of(LISTS, REVIEWED)) {
      assertThat(adoption.selects(observed(LIST), DESIRED)).isTrue();
      assertThat(adoption.selects(observed(PART), DESIRED)).isTrue();
      for (LogRule rule : List.of(OTHER, WILDCARD, NARROWER, EVERYTHING, EXCLUSION, EXCLUDE_ALL)) {
        assertThat(adoption.selects(observed(rule), DESIRED)).as("%s", rule).isFalse();
      }
      assertThat(adoption.selects(observed(disabled(LIST)), DESIRED)).isFalse();
    }
  }

  @Test
  void adoptsAsCatchAllRuleOnlyWhatExcludesEverything() {
    for (Adoption adoption : List.of(LISTS, REVIEWED, OBJECT)) {
      assertThat(adoption.selects(observed(EXCLUDE_ALL), CATCH_ALL)).isTrue();
      for (LogRule rule : List.of(LIST, EVERYTHING, EXCLUSION)) {
        assertThat(adoption.selects(observed(rule), CATCH_ALL)).as("%s", rule).isFalse();
      }
    }
  }

  @Test
  void adoptsANamedObjectWhateverItMatches() {
    for (LogRule rule : List.of(LIST, OTHER, WILDCARD, NARROWER, EVERYTHING, EXCLUSION)) {
      assertThat(OBJECT.selects(observed(rule), DESIRED)).as("%s", rule).isTrue();
    }
    assertThat(OBJECT.selects(observed(EXCLUDE_ALL), DESIRED)).isFalse();
    assertThat(
            OBJECT.selects(
                ObservedRule.builder().from(observed(LIST)).objectId(new ObjectId("x")).build(),
                DESIRED))
        .isFalse();
  }

  @Test
  void adoptsIncludeRulesByTitle() {
    assertThat(TITLE.selects(observed(titled("Shop prod", WILDCARD)), DESIRED)).isTrue();
    assertThat(TITLE.selects(observed(titled("Bank", LIST)), DESIRED)).isFalse();
    assertThat(TITLE.selects(observed(titled("Shop", EXCLUSION)), DESIRED)).isFalse();
    assertThat(TITLE.selects(observed(titled("Shop", EXCLUDE_ALL)), CATCH_ALL)).isFalse();
  }

  @Test
  void adoptsRulesOfOtherToolsOnlyIfTheToolIsAllowed() {
    ObservedRule monaco = withExternalId(observed(LIST), "monaco:abc");
    assertThat(MONACO.selects(monaco, DESIRED)).isTrue();
    assertThat(MONACO.selects(observed(LIST), DESIRED)).isFalse();
    assertThat(LISTS.selects(monaco, DESIRED)).isFalse();
    assertThat(TITLE.selects(withExternalId(observed(titled("Shop", LIST)), "monaco:x"), DESIRED))
        .isFalse();
    assertThat(LISTS.selects(withExternalId(observed(LIST), "terraform:x"), DESIRED)).isFalse();
  }

  @Test
  void neverAdoptsManagedRules() {
    ObservedRule managed = withExternalId(observed(LIST), "logconfig:other:c1:include");
    for (Adoption adoption : List.of(OBJECT, REVIEWED, LISTS, MONACO)) {
      assertThat(adoption.selects(managed, DESIRED)).isFalse();
    }
  }

  @Test
  void adoptsOnlyWhatMayBeChangedUnlessTheObjectIsNamed() {
    ObservedRule locked = ObservedRule.builder().from(observed(LIST)).modifiable(false).build();
    ObservedRule kept = ObservedRule.builder().from(observed(LIST)).deletable(false).build();
    for (ObservedRule rule : List.of(locked, kept)) {
      assertThat(LISTS.selects(rule, DESIRED)).isFalse();
      assertThat(OBJECT.selects(rule, DESIRED)).isTrue();
    }
  }

  private static LogRule.Builder rule(RuleAction action) {
    return LogRule.builder().title("rule").action(action);
  }

  private static LogRule include(Matcher matcher) {
    return rule(RuleAction.INCLUDE).addMatcher(matcher).build();
  }

  private static LogRule titled(String title, LogRule rule) {
    return LogRule.builder().from(rule).title(title).build();
  }

  private static LogRule disabled(LogRule rule) {
    return LogRule.builder().from(rule).enabled(false).build();
  }

  private static Matcher namespaces(String... values) {
    return Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValues(values).build();
  }

  private static ObservedRule observed(LogRule rule) {
    return ObservedRule.builder()
        .objectId(ID)
        .updateToken(new UpdateToken("token"))
        .scope(RuleScope.parse("HOST_GROUP-0000000000000001"))
        .rule(rule)
        .build();
  }

  private static ObservedRule withExternalId(ObservedRule rule, String externalId) {
    return ObservedRule.builder().from(rule).externalId(new ExternalId(externalId)).build();
  }
}

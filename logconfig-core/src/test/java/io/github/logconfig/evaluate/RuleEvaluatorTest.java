package io.github.logconfig.evaluate;

import static io.github.logconfig.plan.Worlds.SCOPE;
import static io.github.logconfig.plan.Worlds.everything;
import static io.github.logconfig.plan.Worlds.exclude;
import static io.github.logconfig.plan.Worlds.include;
import static io.github.logconfig.plan.Worlds.onNamespaces;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Worlds;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleEvaluatorTest {

  @Test
  void theFirstRuleThatMatchesDecidesAndTheTraceNamesThoseBefore() {
    RuleChain chain =
        chain(include("b only", "b"), exclude("no a", "a"), everything("all", RuleAction.INCLUDE));

    Decision decision = RuleEvaluator.evaluate(chain, ofNamespace("a"));

    assertThat(decision.ingested()).isFalse();
    assertThat(decision.decidedBy().orElseThrow().rule().title()).isEqualTo("no a");
    assertThat(decision.passed())
        .extracting(passed -> passed.rule().title())
        .containsExactly("b only");
  }

  @Test
  void whatNoRuleMatchesIsNotIngested() {
    Decision decision = RuleEvaluator.evaluate(chain(include("a", "a")), ofNamespace("b"));

    assertThat(decision.ingested()).isFalse();
    assertThat(decision.decidedBy()).isEmpty();
  }

  @Test
  void disabledRulesArePassedOver() {
    LogRule disabled =
        LogRule.builder().from(everything("off", RuleAction.EXCLUDE)).enabled(false).build();
    RuleChain chain = chain(disabled, include("a", "a"));

    assertThat(RuleEvaluator.evaluate(chain, ofNamespace("a")).ingested()).isTrue();
    assertThat(verdict(chain, "a")).isEqualTo(Verdict.INGESTED);
  }

  @Test
  void allMatchersMustHoldAndOneValueSuffices() {
    LogRule errorsOfAOrB =
        LogRule.builder()
            .title("errors")
            .addMatcher(onNamespaces("a", "b"))
            .addMatcher(
                Matcher.builder().attribute(new Attribute("loglevel")).addValue("error").build())
            .build();
    LogRecord errorOfB =
        new LogRecord(
            Map.of(
                Attribute.K8S_NAMESPACE_NAME,
                Set.of("b"),
                new Attribute("loglevel"),
                Set.of("error")));

    assertThat(RuleEvaluator.evaluate(chain(errorsOfAOrB), errorOfB).ingested()).isTrue();
    assertThat(RuleEvaluator.evaluate(chain(errorsOfAOrB), ofNamespace("b")).ingested()).isFalse();
    assertThat(verdict(chain(errorsOfAOrB), "a")).isEqualTo(Verdict.PARTLY);
    assertThat(verdict(chain(errorsOfAOrB), "c")).isEqualTo(Verdict.NOT_INGESTED);
  }

  @Test
  void narrowScopesAreTriedBeforeWideOnes() {
    RuleChain chain =
        RuleChain.of(
            Worlds.holding(
                Worlds.foreign("env", RuleScope.ENVIRONMENT, everything("env", RuleAction.EXCLUDE)),
                Worlds.foreign("hg", SCOPE, include("hg", "a"))),
            Set.of(RuleScope.ENVIRONMENT, SCOPE));

    assertThat(chain.rules()).extracting(rule -> rule.rule().title()).containsExactly("hg", "env");
    assertThat(verdict(chain, "a")).isEqualTo(Verdict.INGESTED);
    assertThat(verdict(chain, "b")).isEqualTo(Verdict.NOT_INGESTED);
  }

  @Test
  void aRuleThatMayTakeSomeRecordsMakesTheAnswerDependOnlyIfItActsOtherwise() {
    LogRule errors =
        LogRule.builder()
            .title("errors")
            .addMatcher(
                Matcher.builder().attribute(new Attribute("loglevel")).addValue("error").build())
            .build();

    assertThat(verdict(chain(errors, include("a", "a")), "a")).isEqualTo(Verdict.INGESTED);
    assertThat(verdict(chain(errors, exclude("a", "a")), "a")).isEqualTo(Verdict.PARTLY);
  }

  @ParameterizedTest
  @CsvSource({
    "app-*,app-db,true",
    "app-*,app-,true",
    "app-*,app,false",
    "*,anything,true",
    "*-db-*,app-db-1,true",
    "a*b*c,axbxbxc,true",
    "a*b*c,axbxb,false",
    "app,APP,false",
    "**,x,true"
  })
  void starsStandForAnyRunOfCharacters(String pattern, String text, boolean matches) {
    assertThat(new WildcardPattern(pattern).matches(text)).isEqualTo(matches);
  }

  private static RuleChain chain(LogRule... rules) {
    return new RuleChain(Arrays.stream(rules).map(rule -> new ScopedRule(SCOPE, rule)).toList());
  }

  private static LogRecord ofNamespace(String namespace) {
    return new LogRecord(Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace)));
  }

  private static Verdict verdict(RuleChain chain, String namespace) {
    return RuleEvaluator.verdict(chain, new NamespaceName(namespace)).verdict();
  }
}

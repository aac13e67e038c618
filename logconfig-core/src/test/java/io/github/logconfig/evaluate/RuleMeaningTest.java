package io.github.logconfig.evaluate;

import static io.github.logconfig.plan.Worlds.SCOPE;
import static io.github.logconfig.plan.Worlds.everything;
import static io.github.logconfig.plan.Worlds.exclude;
import static io.github.logconfig.plan.Worlds.include;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleMeaningTest {

  private static final Attribute LOG_SOURCE = new Attribute("log.source");

  @ParameterizedTest
  @MethodSource("io.github.logconfig.rule.Attribute#known")
  void everyAttributeOfTheSchemaIsCompared(Attribute attribute) {
    LogRule rule = LogRule.builder().title("r").addMatcher(on(attribute, "Va*e")).build();

    assertThat(decide(record(attribute, "Value", OperatingSystem.OTHER), rule).ingested()).isTrue();
    assertThat(decide(record(attribute, "Other", OperatingSystem.OTHER), rule).ingested())
        .isFalse();
    assertThat(RuleEvaluator.notUnderstood(chain(rule))).isEmpty();
    assertThat(Attribute.known()).hasSize(23);
  }

  @Test
  void onlyLogSourceOnWindowsIsComparedWithoutRegardToCase() {
    LogRule onSource =
        LogRule.builder().title("s").addMatcher(on(LOG_SOURCE, "C:\\Logs\\*.LOG", "x")).build();
    Attribute unit = new Attribute("winlog.provider");
    LogRule onProvider = LogRule.builder().title("p").addMatcher(on(unit, "Foo")).build();

    String file = "c:\\logs\\App.log";
    assertThat(decide(record(LOG_SOURCE, file, OperatingSystem.WINDOWS), onSource).ingested())
        .isTrue();
    assertThat(decide(record(LOG_SOURCE, file, OperatingSystem.OTHER), onSource).ingested())
        .isFalse();
    assertThat(decide(record(LOG_SOURCE, "d:\\a", OperatingSystem.WINDOWS), onSource).ingested())
        .isFalse();
    assertThat(decide(record(unit, "foo", OperatingSystem.WINDOWS), onProvider).ingested())
        .isFalse();
  }

  @Test
  void theTraceSaysWhatBecameOfTheRecordAtEachRule() {
    LogRule off = LogRule.builder().from(include("off", "a")).enabled(false).build();
    LogRule odd =
        LogRule.builder().title("odd").addMatcher(on(new Attribute("future"), "x")).build();
    Decision decision = decide(ofNamespace("a"), off, include("b", "b"), odd, exclude("a", "a"));

    assertThat(decision.trace())
        .extracting(TraceEntry::outcome)
        .containsExactly(
            TraceEntry.Outcome.DISABLED,
            TraceEntry.Outcome.NO_MATCH,
            TraceEntry.Outcome.MAY_MATCH,
            TraceEntry.Outcome.MATCHED);
    assertThat(decision.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(decision.ingested()).isFalse();
    assertThat(decision.passed()).hasSize(3);
    assertThat(decide(ofNamespace("a"), odd).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(decide(ofNamespace("a"), odd, include("a", "a")).verdict())
        .isEqualTo(Verdict.INGESTED);
  }

  @Test
  void aMatcherWithoutValuesNeverHolds() {
    LogRule none =
        LogRule.builder().title("none").addMatcher(on(new Attribute("loglevel"))).build();

    assertThat(RuleEvaluator.verdict(chain(none), new NamespaceName("a")).decidedBy()).isEmpty();
    assertThat(RuleEvaluator.otherNamespaces(PossibleChains.of(chain(none)), Set.of()).decidedBy())
        .isEmpty();
    assertThat(decide(ofNamespace("a"), none).verdict()).isEqualTo(Verdict.NOT_INGESTED);
  }

  @Test
  void whatIsKnownOfARecordSharpensTheAnswer() {
    Attribute level = new Attribute("loglevel");
    LogRule debug =
        LogRule.builder()
            .title("no debug")
            .action(RuleAction.EXCLUDE)
            .addMatcher(on(level, "debug"))
            .build();
    RuleChain chain = chain(debug, include("a", "a"));

    assertThat(RuleEvaluator.verdict(chain, new NamespaceName("a")).verdict())
        .isEqualTo(Verdict.PARTLY);
    assertThat(
            RuleEvaluator.verdict(PossibleChains.of(chain), namespaceAt("a", level, "error"))
                .verdict())
        .isEqualTo(Verdict.INGESTED);
    assertThat(
            RuleEvaluator.verdict(PossibleChains.of(chain), namespaceAt("a", level, "debug"))
                .verdict())
        .isEqualTo(Verdict.NOT_INGESTED);
  }

  @Test
  void theRestIsWhatNoRuleNamesInFull() {
    assertThat(rest(include("a", "a"))).isEqualTo(Verdict.NOT_INGESTED);
    assertThat(rest(include("all", "*"))).isEqualTo(Verdict.INGESTED);
    assertThat(rest(include("a", "a"), everything("all", RuleAction.INCLUDE)))
        .isEqualTo(Verdict.INGESTED);
    assertThat(rest(exclude("none", "**"), everything("all", RuleAction.INCLUDE)))
        .isEqualTo(Verdict.NOT_INGESTED);
    assertThat(rest(include("team", "team-*"))).isEqualTo(Verdict.PARTLY);
    assertThat(rest(exclude("team", "team-*"), include("part", "team-a-*")))
        .isEqualTo(Verdict.NOT_INGESTED);
    assertThat(rest(exclude("part", "team-a-*"), include("team", "team-*")))
        .isEqualTo(Verdict.PARTLY);
    assertThat(rest(include("cannot be", "Team-*", "a_*", "-*", "*-")))
        .isEqualTo(Verdict.NOT_INGESTED);
    assertThat(rest(include("edge", "a*z", "0*9"))).isEqualTo(Verdict.PARTLY);
    assertThat(rest(include("too long", "a".repeat(64) + "*"))).isEqualTo(Verdict.NOT_INGESTED);
    assertThat(rest(include("just fits", "a".repeat(63) + "*"))).isEqualTo(Verdict.PARTLY);
    LogRule off = LogRule.builder().from(include("off", "*")).enabled(false).build();
    assertThat(rest(off)).isEqualTo(Verdict.NOT_INGESTED);
  }

  @Test
  void aRuleThatTakesOnlySomeRecordsTakesNoPatternFromThoseBehindIt() {
    LogRule errors =
        LogRule.builder()
            .from(exclude("errors", "team-*"))
            .addMatcher(on(new Attribute("loglevel"), "error"))
            .build();

    assertThat(rest(errors, include("team", "team-*"))).isEqualTo(Verdict.PARTLY);
    assertThat(
            RuleEvaluator.otherNamespaces(
                    PossibleChains.of(chain(errors, include("team", "team-*"))), Set.of())
                .decidedBy())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "abc*,abcd,true", "abc*,abc,true", "abc*,ab,false", "*xyz,wxyz,true", "*xyz,xyz,true",
    "*xyz,yz,false", "*m*,amb,true", "*m*,ab,false", "a*b*c,a-b-c,true", "a*b*c,a-c-b,false"
  })
  void wildcardsAreFoundByTheirBeginningAndTheirEnd(String pattern, String text, boolean matches) {
    WildcardValues few = WildcardValues.of(List.of("exact", pattern));
    WildcardValues many =
        WildcardValues.of(List.of("exact", pattern, "nope*", "*nope", "*zz*", "*q*q", "q*q*"));

    assertThat(few.matches(new HashedText(text))).isEqualTo(matches);
    assertThat(many.matches(new HashedText(text))).isEqualTo(matches);
    assertThat(many.matchesEverything()).isFalse();
    assertThat(many.matches(new HashedText("exact"))).isFalse();
    assertThat(WildcardValues.NONE.matches(new HashedText("anything"))).isFalse();
    assertThat(WildcardValues.of(List.of("a*", "***")).matches(new HashedText("anything")))
        .isTrue();
  }

  /** Not a measurement; without an index this would take minutes. */
  @Test
  void manyRulesOfManyValuesAreAskedForManyNamespaces() {
    List<ScopedRule> rules =
        IntStream.range(0, 200)
            .mapToObj(
                rule ->
                    new ScopedRule(
                        SCOPE,
                        include(
                            "rule " + rule,
                            IntStream.range(0, 2_000)
                                .mapToObj(i -> "r" + rule + "-n" + i + (i % 2 == 0 ? "" : "-*"))
                                .toArray(String[]::new))))
            .toList();
    RuleChain chain = new RuleChain(rules);

    long ingested =
        IntStream.range(0, 2_000)
            .mapToObj(i -> new NamespaceName("r" + i % 400 + "-n" + i + "-x"))
            .filter(it -> RuleEvaluator.verdict(chain, it).verdict() == Verdict.INGESTED)
            .count();

    assertThat(ingested).isEqualTo(500);
  }

  private static Verdict rest(LogRule... rules) {
    return RuleEvaluator.otherNamespaces(PossibleChains.of(chain(rules)), Set.of()).verdict();
  }

  private static Decision decide(LogRecord record, LogRule... rules) {
    return RuleEvaluator.evaluate(chain(rules), record);
  }

  private static RuleChain chain(LogRule... rules) {
    return new RuleChain(Arrays.stream(rules).map(rule -> new ScopedRule(SCOPE, rule)).toList());
  }

  private static Matcher on(Attribute attribute, String... values) {
    return Matcher.builder().attribute(attribute).addValues(values).build();
  }

  private static LogRecord record(Attribute attribute, String value, OperatingSystem system) {
    return new LogRecord(Map.of(attribute, Set.of(value)), system);
  }

  private static LogRecord ofNamespace(String namespace) {
    return LogRecord.ofNamespace(new NamespaceName(namespace));
  }

  private static LogRecord namespaceAt(String namespace, Attribute attribute, String value) {
    return new LogRecord(
        Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace), attribute, Set.of(value)));
  }
}

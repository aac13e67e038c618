package io.github.logconfig.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Worlds;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded rules and records; the seed is the name of the case. */
class EvaluatorPropertiesTest {

  private static final Attribute LEVEL = new Attribute("loglevel");
  private static final Attribute UNKNOWN = new Attribute("of.the.future");
  private static final List<String> NAMES = List.of("a", "b", "ab", "a-b", "ba", "abba", "b-a-b");
  private static final List<String> PARTS = List.of("a", "b", "-", "*", "*", "ab");
  private static final List<String> LEVELS = List.of("error", "info");

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("logconfig.seeds", 1_500));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsSaidOfANamespaceHoldsForEachOfItsRecords(int seed) {
    RuleChain chain = chain(new Random(seed), false);

    for (String name : NAMES) {
      NamespaceVerdict verdict = RuleEvaluator.verdict(chain, new NamespaceName(name));
      assertThat(
              RuleEvaluator.verdict(
                  PossibleChains.of(chain), LogRecord.ofNamespace(new NamespaceName(name))))
          .isEqualTo(verdict);
      for (LogRecord record : records(name)) {
        Decision decision = RuleEvaluator.evaluate(chain, record);
        assertThat(decision.verdict())
            .isEqualTo(decision.ingested() ? Verdict.INGESTED : Verdict.NOT_INGESTED);
        if (verdict.verdict() != Verdict.PARTLY) {
          assertThat(decision.verdict()).isEqualTo(verdict.verdict());
        }
        decision.decidedBy().ifPresent(rule -> assertThat(verdict.decidedBy()).contains(rule));
        if (verdict.catchAll().isPresent()) {
          assertThat(decision.decidedBy()).isPresent();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theEvaluatorAgreesWithRegularExpressions(int seed) {
    Random random = new Random(seed);
    RuleChain chain = chain(random, false);

    for (String name : NAMES) {
      for (LogRecord record : records(name)) {
        Optional<ScopedRule> expected =
            chain.rules().stream()
                .filter(rule -> rule.rule().enabled())
                .filter(rule -> rule.rule().matchers().stream().allMatch(it -> holds(it, record)))
                .findFirst();
        Decision decision = RuleEvaluator.evaluate(chain, record);
        assertThat(decision.decidedBy()).isEqualTo(expected);
        assertThat(decision.passed())
            .isEqualTo(
                chain
                    .rules()
                    .subList(0, expected.map(chain.rules()::indexOf).orElse(chain.rules().size())));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsSaidOfNamespacesThatNobodyNamesHoldsForEachOfThem(int seed) {
    Random random = new Random(seed);
    RuleChain chain = chain(random, false);
    NamespaceVerdict rest = RuleEvaluator.otherNamespaces(PossibleChains.of(chain), Set.of());

    for (int i = 0; i < 20; i++) {
      String name = "x" + NAMES.get(random.nextInt(NAMES.size())) + (i % 2 == 0 ? "" : "-ab");
      for (LogRecord record : records(i % 3 == 0 ? name : name.substring(1) + "x")) {
        Decision decision = RuleEvaluator.evaluate(chain, record);
        if (rest.verdict() != Verdict.PARTLY) {
          assertThat(decision.verdict()).as("%s", record).isEqualTo(rest.verdict());
        }
        decision.decidedBy().ifPresent(rule -> assertThat(rest.decidedBy()).contains(rule));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRuleThatIsNotUnderstoodMayOrMayNotMatch(int seed) {
    RuleChain chain = chain(new Random(seed), true);
    RuleChain without = only(chain, rule -> RuleEvaluator.notUnderstood(alone(rule)).isEmpty());
    List<ScopedRule> unknown = RuleEvaluator.notUnderstood(chain);

    for (String name : NAMES) {
      for (LogRecord record : records(name)) {
        Decision decision = RuleEvaluator.evaluate(chain, record);
        Decision ifNot = RuleEvaluator.evaluate(without, record);
        assertThat(decision.decidedBy()).isEqualTo(ifNot.decidedBy());
        if (decision.verdict() != Verdict.UNKNOWN) {
          assertThat(decision.verdict()).isEqualTo(ifNot.verdict());
        } else {
          assertThat(decision.trace())
              .anyMatch(
                  entry ->
                      entry.outcome() == TraceEntry.Outcome.MAY_MATCH
                          && unknown.contains(entry.rule()));
        }
      }
    }
  }

  private static RuleChain only(RuleChain chain, Predicate<ScopedRule> condition) {
    return new RuleChain(chain.rules().stream().filter(condition).toList());
  }

  private static RuleChain alone(ScopedRule rule) {
    return new RuleChain(List.of(rule));
  }

  private static RuleChain chain(Random random, boolean withUnknown) {
    List<ScopedRule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      LogRule.Builder rule =
          LogRule.builder()
              .title("rule " + i)
              .enabled(random.nextInt(6) > 0)
              .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
      for (int matchers = random.nextInt(3); matchers > 0; matchers--) {
        rule.addMatcher(matcher(random, withUnknown));
      }
      rules.add(new ScopedRule(Worlds.SCOPE, rule.build()));
    }
    return new RuleChain(rules);
  }

  private static Matcher matcher(Random random, boolean withUnknown) {
    if (withUnknown && random.nextInt(3) == 0) {
      boolean attribute = random.nextBoolean();
      return Matcher.builder()
          .attribute(attribute ? UNKNOWN : Attribute.K8S_NAMESPACE_NAME)
          .operator(attribute ? Matcher.MATCHES : "STARTS_WITH")
          .addValue("a")
          .build();
    }
    if (random.nextInt(3) == 0) {
      return Matcher.builder().attribute(LEVEL).addValue(LEVELS.get(random.nextInt(2))).build();
    }
    Matcher.Builder matcher = Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME);
    for (int values = 1 + random.nextInt(2); values > 0; values--) {
      StringBuilder value = new StringBuilder();
      for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
        value.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      matcher.addValue(value.toString());
    }
    return matcher.build();
  }

  private static List<LogRecord> records(String namespace) {
    List<LogRecord> records = new ArrayList<>();
    records.add(new LogRecord(Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace))));
    for (String level : LEVELS) {
      records.add(
          new LogRecord(
              Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace), LEVEL, Set.of(level))));
    }
    return records;
  }

  private static boolean holds(Matcher matcher, LogRecord record) {
    return record.values(matcher.attribute()).stream()
        .anyMatch(
            value -> matcher.values().stream().anyMatch(it -> regex(it).matcher(value).matches()));
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }
}

package io.github.logconfig.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.RuleUsage.Use;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the evaluation of every record of a small universe; the seed names the case. */
class RuleUsageTest {

  private static final Attribute NAMESPACE = Attribute.K8S_NAMESPACE_NAME;
  private static final Attribute LEVEL = new Attribute("loglevel");
  private static final Attribute SOURCE = new Attribute("log.source");
  private static final Attribute FUTURE = new Attribute("of.the.future");
  private static final List<String> NAMESPACE_VALUES =
      List.of("a", "b", "ab", "a*", "*b", "*", "*a*", "a-b", "-", "A", "");
  private static final List<String> LEVELS = List.of("e", "i", "*", "e*", "*i");
  private static final List<String> SOURCES = List.of("l", "L", "l*", "*", "LL");

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("logconfig.seeds", 100));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheEvaluationOfEveryRecord(int seed) {
    Random random = new Random(seed);
    List<ScopedRule> rules = new ArrayList<>();
    int size = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      rules.add(new ScopedRule(RuleScope.ENVIRONMENT, rule(random, "rule " + i)));
    }
    Set<Integer> deciding = deciding(rules);

    List<Use> uses = RuleUsage.of(new RuleChain(rules));

    for (int i = 0; i < size; i++) {
      assertThat(uses.get(i))
          .as("%s of %s", i, rules)
          .isEqualTo(deciding.contains(i) ? Use.DECIDES : Use.NEVER_DECIDES);
      if (uses.get(i) == Use.NEVER_DECIDES && rules.get(i).rule().enabled()) {
        assertThat(RuleUsage.decidingInsteadOf(rules, i))
            .as("instead of %s of %s", i, rules)
            .isEqualTo(insteadOf(rules, i));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverClaimsMoreThanIsKnownOfUnknownConditions(int seed) {
    Random random = new Random(seed);
    List<ScopedRule> rules = new ArrayList<>();
    int unknown = random.nextInt(3);
    for (int i = 0; i < 3; i++) {
      LogRule rule = rule(random, "rule " + i);
      if (i == unknown) {
        rule = LogRule.builder().from(rule).addMatcher(matcher(FUTURE, List.of("x"))).build();
      }
      rules.add(new ScopedRule(RuleScope.ENVIRONMENT, rule));
    }
    // the unknown condition matches nothing, or everything
    List<ScopedRule> without = new ArrayList<>(rules);
    without.remove(unknown);
    Set<Integer> ifNothing = new HashSet<>();
    deciding(without).forEach(i -> ifNothing.add(i < unknown ? i : i + 1));
    List<ScopedRule> known = new ArrayList<>(rules);
    LogRule widest = rules.get(unknown).rule();
    known.set(
        unknown,
        new ScopedRule(
            RuleScope.ENVIRONMENT,
            LogRule.builder()
                .from(widest)
                .matchers(
                    widest.matchers().stream()
                        .filter(it -> !it.attribute().equals(FUTURE))
                        .toList())
                .build()));
    Set<Integer> ifEverything = deciding(known);

    List<Use> uses = RuleUsage.of(new RuleChain(rules));

    for (int i = 0; i < 3; i++) {
      boolean may = i == unknown ? ifEverything.contains(i) : ifNothing.contains(i);
      boolean must = i != unknown && ifEverything.contains(i);
      assertThat(uses.get(i))
          .as("%s of %s", i, rules)
          .isEqualTo(must ? Use.DECIDES : may ? Use.UNKNOWN : Use.NEVER_DECIDES);
    }
  }

  @Test
  void aRuleAfterOneThatMatchesAllNamespacesStillDecidesForLogsOfHosts() {
    List<ScopedRule> rules =
        List.of(
            rule(RuleAction.INCLUDE, matcher(NAMESPACE, List.of("*"))), rule(RuleAction.INCLUDE));

    assertThat(RuleUsage.of(new RuleChain(rules))).containsExactly(Use.DECIDES, Use.DECIDES);
  }

  @Test
  void severalRulesTogetherCanMakeARuleRedundant() {
    List<ScopedRule> rules =
        List.of(
            rule(RuleAction.INCLUDE, matcher(NAMESPACE, List.of("a"))),
            rule(RuleAction.EXCLUDE, matcher(LEVEL, List.of("*"))),
            rule(RuleAction.EXCLUDE, matcher(NAMESPACE, List.of("c"))),
            rule(
                RuleAction.INCLUDE,
                matcher(NAMESPACE, List.of("a", "b")),
                matcher(LEVEL, List.of("e"))));

    assertThat(RuleUsage.of(new RuleChain(rules)))
        .containsExactly(Use.DECIDES, Use.DECIDES, Use.DECIDES, Use.NEVER_DECIDES);
    assertThat(RuleUsage.decidingInsteadOf(rules, 3)).containsExactly(rules.get(0), rules.get(1));
  }

  private static LogRule rule(Random random, String title) {
    LogRule.Builder rule =
        LogRule.builder()
            .title(title)
            .enabled(random.nextInt(8) > 0)
            .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
    int matchers = random.nextInt(4);
    for (int i = 0; i < matchers; i++) {
      switch (random.nextInt(4)) {
        case 0 -> rule.addMatcher(matcher(LEVEL, some(LEVELS, random)));
        case 1 -> rule.addMatcher(matcher(SOURCE, some(SOURCES, random)));
        default -> rule.addMatcher(matcher(NAMESPACE, some(NAMESPACE_VALUES, random)));
      }
    }
    return rule.build();
  }

  private static List<String> some(List<String> values, Random random) {
    List<String> some = new ArrayList<>();
    int size = 1 + random.nextInt(2);
    for (int i = 0; i < size; i++) {
      some.add(values.get(random.nextInt(values.size())));
    }
    return some;
  }

  private static ScopedRule rule(RuleAction action, Matcher... matchers) {
    return new ScopedRule(
        RuleScope.ENVIRONMENT,
        LogRule.builder().title("rule").action(action).addMatchers(matchers).build());
  }

  private static Matcher matcher(Attribute attribute, List<String> values) {
    return Matcher.builder().attribute(attribute).addAllValues(values).build();
  }

  private static Set<Integer> deciding(List<ScopedRule> rules) {
    RuleChain chain = new RuleChain(rules);
    Set<Integer> deciding = new HashSet<>();
    for (LogRecord record : RECORDS) {
      RuleEvaluator.evaluate(chain, record)
          .decidedBy()
          .ifPresent(rule -> deciding.add(rules.indexOf(rule)));
    }
    return deciding;
  }

  private static List<ScopedRule> insteadOf(List<ScopedRule> rules, int index) {
    RuleChain chain = new RuleChain(rules);
    RuleChain alone = new RuleChain(List.of(rules.get(index)));
    Set<ScopedRule> instead = new HashSet<>();
    for (LogRecord record : RECORDS) {
      if (RuleEvaluator.evaluate(alone, record).decidedBy().isPresent()) {
        RuleEvaluator.evaluate(chain, record).decidedBy().ifPresent(instead::add);
      }
    }
    return rules.stream().filter(instead::contains).toList();
  }

  private static final List<LogRecord> RECORDS = records();

  private static List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    List<String> namespaces = new ArrayList<>(words(List.of("a", "b", "x"), 3));
    namespaces.add("a-b");
    List<String> levels = List.of("", "e", "i", "x", "ex", "xi", "ei");
    List<String> sources = List.of("", "l", "L", "lx", "Lx", "LL", "ll", "lL", "x");
    for (String namespace : namespaces) {
      for (String level : levels) {
        for (String source : sources) {
          Map<Attribute, Set<String>> attributes = new HashMap<>();
          put(attributes, NAMESPACE, namespace);
          put(attributes, LEVEL, level);
          put(attributes, SOURCE, source);
          records.add(new LogRecord(attributes));
          records.add(new LogRecord(attributes, OperatingSystem.WINDOWS));
        }
      }
    }
    return records;
  }

  private static void put(
      Map<Attribute, Set<String>> attributes, Attribute attribute, String value) {
    if (!value.isEmpty()) {
      attributes.put(attribute, Set.of(value));
    }
  }

  private static List<String> words(List<String> letters, int length) {
    List<String> words = new ArrayList<>(List.of(""));
    for (int from = 0, i = 0; i < length; i++) {
      int to = words.size();
      for (String word : List.copyOf(words.subList(from, to))) {
        letters.forEach(letter -> words.add(word + letter));
      }
      from = to;
    }
    return words;
  }
}

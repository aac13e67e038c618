package io.github.logconfig.plan;

import static io.github.logconfig.plan.Worlds.SCOPE;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A random desired and observed state of a few clusters: unmanaged rules in every scope, and
 * managed rules that are complete, missing, duplicated, edited, renamed or moved. A rule holds at
 * most {@link #CAPACITY} namespaces, so that most clusters need several rules.
 */
final class RandomWorld {

  static final int CAPACITY = 3;
  static final Attribute LOGLEVEL = new Attribute("loglevel");

  private static final Attribute OF_THE_FUTURE = new Attribute("of.the.future");
  private static final int NAMESPACES = 9;
  private static final List<String> LEVELS = List.of("error", "info", "debug");
  private static final List<String> PATTERNS = List.of("ns-*", "*", "*-1", "ns-4", "other-*");

  final DesiredCluster desired;
  final List<ObservedRule> own = new ArrayList<>();
  final List<ObservedRule> elsewhere = new ArrayList<>();
  private final Random random;

  RandomWorld(int seed) {
    this.random = new Random(seed);
    this.desired =
        Worlds.cluster(random.nextBoolean() ? Policy.ADDITIVE : Policy.EXCLUSIVE, namespaces(0, 7));
    addForeign(own, SCOPE, "foreign", random.nextInt(4));
    addForeign(elsewhere, RuleScope.ENVIRONMENT, "wide", random.nextInt(3));
    addForeign(
        elsewhere, RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID), "narrow", random.nextInt(8) / 7);
    addOurs();
  }

  ObservedState observed() {
    return observed(own);
  }

  ObservedState observed(List<ObservedRule> ownRules) {
    List<ObservedRule> all = new ArrayList<>(ownRules);
    all.addAll(elsewhere);
    return Worlds.holding(all.toArray(ObservedRule[]::new));
  }

  LogConfigPlan plan(List<ObservedRule> ownRules, PlanOptions options) {
    return ClusterPlanner.plan(
        desired, EnvironmentRules.of(observed(ownRules), List.of(desired)), options, CAPACITY);
  }

  /** Records of every namespace that is named anywhere, and of one that is not, at every level. */
  static List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i <= NAMESPACES; i++) {
      String namespace = i == NAMESPACES ? "other" : "ns-" + i;
      for (String level : LEVELS) {
        records.add(
            new LogRecord(
                Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace), LOGLEVEL, Set.of(level))));
      }
    }
    return records;
  }

  private void addForeign(List<ObservedRule> rules, RuleScope scope, String title, int count) {
    for (int i = 0; i < count; i++) {
      LogRule.Builder rule =
          LogRule.builder()
              .title(title + " " + i)
              .enabled(random.nextInt(5) > 0)
              .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
      if (random.nextInt(6) > 0) {
        rule.addMatcher(Worlds.onNamespaces(foreignValues()));
      }
      if (random.nextInt(4) == 0) {
        rule.addMatcher(onLevel());
      }
      if (random.nextInt(20) == 0) {
        rule.addMatcher(Matcher.builder().attribute(OF_THE_FUTURE).addValue("x").build());
      }
      rules.add(
          random.nextInt(rules.size() + 1),
          ObservedRule.builder()
              .from(Worlds.foreign(title + "-" + i, scope, rule.build()))
              .movable(random.nextInt(8) > 0)
              .build());
    }
  }

  private void addOurs() {
    Set<String> titles = new HashSet<>();
    boolean single = random.nextInt(3) > 0;
    List<RuleRole> roles =
        single
            ? List.of(RuleRole.INCLUDE)
            : List.of(RuleRole.INCLUDE, RuleRole.include(2), RuleRole.include(3));
    for (RuleRole role : roles) {
      for (int copies = copies(); copies > 0; copies--) {
        add(role, edited(Worlds.include(title(role, titles), namespaces(1, CAPACITY))), copies);
      }
    }
    for (int copies = Math.max(0, random.nextInt(5) - 2); copies > 0; copies--) {
      RuleRole role = RuleRole.CATCH_ALL;
      LogRule catchAll = Worlds.everything(title(role, titles), RuleAction.EXCLUDE);
      add(role, random.nextInt(4) == 0 ? switchedOff(catchAll) : catchAll, copies);
    }
  }

  /** Mostly one, sometimes none, sometimes two. */
  private int copies() {
    return switch (random.nextInt(8)) {
      case 0 -> 2;
      case 1, 2 -> 0;
      default -> 1;
    };
  }

  private void add(RuleRole role, LogRule rule, int copy) {
    int at = random.nextInt(3) == 0 ? random.nextInt(own.size() + 1) : own.size();
    own.add(at, Worlds.ours(role, "our-" + role + "-" + copy, rule));
  }

  private String title(RuleRole role, Set<String> taken) {
    String title = "logconfig stage-01" + role.titleSuffix();
    if (random.nextInt(8) == 0 && taken.add("logconfig stage-01/2")) {
      return "logconfig stage-01/2";
    }
    boolean right = random.nextInt(6) > 0 && taken.add(title);
    return right ? title : "renamed " + taken.size() + " " + role + own.size();
  }

  private LogRule edited(LogRule rule) {
    LogRule.Builder edited = LogRule.builder().from(rule);
    return switch (random.nextInt(12)) {
      case 0 -> switchedOff(rule);
      case 1 -> edited.addMatcher(onLevel()).build();
      case 2 -> edited.matchers(List.of(Worlds.onNamespaces("ns-1", "*"))).build();
      case 3 -> edited.matchers(List.of()).build();
      default -> rule;
    };
  }

  private static LogRule switchedOff(LogRule rule) {
    return LogRule.builder().from(rule).enabled(false).build();
  }

  private Matcher onLevel() {
    return Matcher.builder()
        .attribute(LOGLEVEL)
        .addValue(LEVELS.get(random.nextInt(LEVELS.size())))
        .build();
  }

  private String[] foreignValues() {
    return random.nextInt(3) == 0
        ? new String[] {PATTERNS.get(random.nextInt(PATTERNS.size()))}
        : namespaces(1, 3);
  }

  private String[] namespaces(int atLeast, int atMost) {
    return IntStream.range(0, atLeast + random.nextInt(atMost - atLeast + 1))
        .mapToObj(i -> "ns-" + random.nextInt(NAMESPACES))
        .distinct()
        .toArray(String[]::new);
  }
}

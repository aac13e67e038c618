package io.github.logconfig.benchmarks;

import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Evaluates a scope with as many rules as the schema allows, for 2,000 namespaces and for other
 * namespaces. The measured time includes the compilation of the rules. Most namespaces match no
 * rule, so that all rules are evaluated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class EvaluatorBenchmark {

  /** What the values of the rules look like. */
  public enum Shape {
    /** Names in full. */
    PLAIN {
      @Override
      String value(int rule, int i) {
        return "team-" + rule + "-app-" + i;
      }
    },
    /** The beginnings of names. */
    BEGINNINGS {
      @Override
      String value(int rule, int i) {
        return "team-" + rule + "-app-" + i + "-*";
      }
    },
    /** All begin alike and end differently, as do the names. */
    SAME_BEGINNING {
      @Override
      String value(int rule, int i) {
        return "team-*-x" + (rule * VALUES + i);
      }
    },
    /** Something in the middle. */
    MIDDLES {
      @Override
      String value(int rule, int i) {
        return "*-" + rule + "-x" + i + "-*";
      }
    },
    /** Patterns like {@code *a*a*a*a*b}, asked about names of nothing but {@code a}. */
    HOSTILE {
      @Override
      String value(int rule, int i) {
        StringBuilder value = new StringBuilder("*");
        for (int bit = 0; bit < 11; bit++) {
          value.append((i >> bit & 1) == 0 ? "a*" : "aa*");
        }
        return value.append("b").toString();
      }

      @Override
      String name(int i) {
        return "a".repeat(40) + Integer.toString(i, 3).replace('1', 'a').replace('2', 'c') + "a";
      }
    },
    /** Half of the values in full, half beginnings; include and exclude in turn, some by level. */
    MIXED {
      @Override
      String value(int rule, int i) {
        return "team-" + rule + "-app-" + i + (i % 2 == 0 ? "" : "-*");
      }
    };

    abstract String value(int rule, int i);

    String name(int i) {
      return "team-" + i + "-app-" + i + "-db";
    }
  }

  private static final int RULES = 1_000;
  private static final int VALUES = 2_000;
  private static final int NAMESPACES = 2_000;

  @Param private Shape shape = Shape.PLAIN;

  private final List<ScopedRule> rules = new ArrayList<>();
  private final List<NamespaceName> namespaces = new ArrayList<>();

  /** Makes the rules and the names. */
  @Setup(Level.Trial)
  public void setUp() {
    for (int rule = 0; rule < RULES; rule++) {
      rules.add(new ScopedRule(RuleScope.ENVIRONMENT, rule(rule)));
    }
    for (int i = 0; i < NAMESPACES; i++) {
      namespaces.add(new NamespaceName(shape.name(i)));
    }
  }

  /** Asks what happens to all of them. */
  @Benchmark
  public NamespaceVerdict verdicts(Blackhole blackhole) {
    RuleChain chain = new RuleChain(rules);
    for (NamespaceName namespace : namespaces) {
      blackhole.consume(RuleEvaluator.verdict(chain, namespace));
    }
    return RuleEvaluator.otherNamespaces(PossibleChains.of(chain), Set.of());
  }

  private LogRule rule(int number) {
    LogRule.Builder rule =
        LogRule.builder()
            .title("rule " + number)
            .addMatcher(
                Matcher.builder()
                    .attribute(Attribute.K8S_NAMESPACE_NAME)
                    .addAllValues(
                        IntStream.range(0, VALUES).mapToObj(i -> shape.value(number, i)).toList())
                    .build());
    if (shape == Shape.MIXED) {
      rule.action(number % 2 == 0 ? RuleAction.EXCLUDE : RuleAction.INCLUDE);
      if (number % 4 < 2) {
        rule.addMatcher(
            Matcher.builder().attribute(new Attribute("loglevel")).addValue("error").build());
      }
    }
    return rule.build();
  }
}

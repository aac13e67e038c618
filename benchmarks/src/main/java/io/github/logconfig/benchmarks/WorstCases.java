package io.github.logconfig.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.LogConfigExplainer;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints processor time and allocated bytes of the planner and the explainer in their worst cases,
 * and of a whole fleet per cluster, in a warm JVM.
 *
 * <p>Worst case: a cluster of 2,000 namespaces whose host group, or environment, has 900 unmanaged
 * rules, one half include rules and the other half exclude rules. Most namespaces match none of
 * them, so every rule counts. Processor time does not depend on other processes as much as elapsed
 * time does.
 */
public final class WorstCases {

  private static final Environment ENVIRONMENT =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final EntityId HOST_GROUP = new EntityId("HOST_GROUP-0000000000000001");
  private static final int RULES = 900;
  private static final int VALUES = 50;
  private static final int NAMESPACES = 2_000;
  private static final int WARM_UP = 25;
  private static final int MEASURED = 7;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Position and content of the managed rule. */
  private enum Managed {
    MISSING,
    LAST,
    FIRST,
    LACKS_ONE,
    LACKS_ALL
  }

  /** The form of half of the values; the others are names. */
  private enum Form {
    NAME("%s"),
    BEGINNING("%s-*"),
    MIDDLE("*-%s-*"),
    END("*-%s");

    private final String format;

    Form(String format) {
      this.format = format;
    }

    String value(int rule, int i) {
      String name = "team-" + rule + "-other-" + i;
      return i % 2 == 0 ? name : String.format(format, name);
    }
  }

  private WorstCases() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("targets")) {
      printTargets();
      return;
    }
    print("%d rules of %d values, %d namespaces; CPU ms (allocated MB)", RULES, VALUES, NAMESPACES);
    for (Form form : Form.values()) {
      for (Managed managed : Managed.values()) {
        planOne(form, managed, Policy.ADDITIVE, RuleScope.of(HOST_GROUP));
      }
      explainOne(form, Policy.ADDITIVE);
    }
    for (Managed managed : Managed.values()) {
      planOne(Form.BEGINNING, managed, Policy.EXCLUSIVE, RuleScope.of(HOST_GROUP));
    }
    explainOne(Form.BEGINNING, Policy.EXCLUSIVE);
    for (Managed managed : Managed.values()) {
      planOne(Form.BEGINNING, managed, Policy.ADDITIVE, RuleScope.ENVIRONMENT);
    }
    fleet(0, 0, false);
    fleet(0, 0, true);
    fleet(0, 10, true);
    fleet(1_000, 0, false);
    fleet(1_000, 0, true);
  }

  /**
   * Prints a line {@code case|target|unit|figure} for each target. The targets in milliseconds are
   * a quarter of what the build without an index of the namespaces took.
   */
  private static void printTargets() {
    target("evaluator, the managed rule is missing", 488, Managed.MISSING);
    target("evaluator, nothing has to change", 98, Managed.LAST);
    target("evaluator, nothing has to change, managed first", 24, Managed.FIRST);
    target("evaluator, a namespace is missing", 435, Managed.LACKS_ONE);
    FleetWorld world = FleetWorld.of(1_000, 100, 0);
    List<Set<String>> desired = new ArrayList<>();
    world.desired().clusters().forEach(cluster -> desired.add(names(cluster.namespaces())));
    List<Set<String>> present = new ArrayList<>();
    for (ObservedRule rule : world.observed().values().iterator().next().rules()) {
      present.add(new HashSet<>(rule.rule().matchers().iterator().next().values()));
    }
    Cost equal =
        cost(
            () -> {
              for (int i = 0; i < desired.size(); i++) {
                if (!desired.get(i).equals(present.get(i))) {
                  throw new IllegalStateException("the states differ");
                }
              }
              return desired;
            });
    Cost plan =
        cost(
            () -> LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT));
    print("unchanged plan / HashSet.equals|1|x|%.2f", (double) plan.nanos() / equal.nanos());
  }

  private static Set<String> names(Set<NamespaceName> namespaces) {
    Set<String> names = new HashSet<>();
    // new strings, as if read from elsewhere
    namespaces.forEach(namespace -> names.add(String.valueOf(namespace.value().toCharArray())));
    return names;
  }

  private static void target(String what, int millis, Managed managed) {
    ObservedState observed =
        observed(Form.BEGINNING, managed, Policy.ADDITIVE, RuleScope.of(HOST_GROUP));
    DesiredCluster desired = desired(Policy.ADDITIVE);
    Cost cost = cost(() -> LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT));
    print("%s|%d|ms|%.1f", what, millis, cost.nanos() / 1e6);
  }

  private static void planOne(Form form, Managed managed, Policy policy, RuleScope scope) {
    ObservedState observed = observed(form, managed, policy, scope);
    DesiredCluster desired = desired(policy);
    measure(
        String.format("plan, %s, %s, %s, rules in %s", form, managed, policy, scope.kind().name()),
        () -> LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT));
  }

  private static void explainOne(Form form, Policy policy) {
    ObservedState observed = observed(form, Managed.LAST, policy, RuleScope.of(HOST_GROUP));
    DesiredCluster desired = desired(policy);
    LogRecord known = LogRecord.ofNamespace(new NamespaceName(name(7)));
    measure(
        String.format("explain, %s, LAST, %s", form, policy),
        () ->
            LogConfigExplainer.explain(
                desired, List.of(desired), observed, PlanOptions.DEFAULT, known));
  }

  private static void fleet(int newClusters, int changedClusters, boolean besideOthers) {
    int clusters = 1_000;
    FleetWorld plain = FleetWorld.of(clusters, 100, newClusters, changedClusters);
    FleetWorld world = besideOthers ? plain.besideRulesOfOthers() : plain;
    Cost cost =
        cost(
            () -> LogConfigPlanner.planAll(world.desired(), world.observed(), PlanOptions.DEFAULT));
    print(
        "fleet of %d clusters of 100 namespaces, %d new, %d changed, %s unmanaged rules:"
            + " %.1f us, %d bytes per cluster",
        clusters,
        newClusters,
        changedClusters,
        besideOthers ? "with" : "without",
        cost.nanos() / 1e3 / clusters,
        cost.bytes() / clusters);
  }

  // measuring

  private record Cost(long nanos, long bytes) {}

  private static void measure(String what, Supplier<Object> work) {
    Cost cost = cost(work);
    print("%s: %.1f (%d)", what, cost.nanos() / 1e6, cost.bytes() / 1_000_000);
  }

  /** Returns the medians of several runs. */
  private static Cost cost(Supplier<Object> work) {
    for (int i = 0; i < WARM_UP; i++) {
      Objects.requireNonNull(work.get());
    }
    long[] nanos = new long[MEASURED];
    long[] bytes = new long[MEASURED];
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < MEASURED; i++) {
      long bytesBefore = THREAD.getThreadAllocatedBytes(thread);
      long nanosBefore = THREAD.getCurrentThreadCpuTime();
      Objects.requireNonNull(work.get());
      nanos[i] = THREAD.getCurrentThreadCpuTime() - nanosBefore;
      bytes[i] = THREAD.getThreadAllocatedBytes(thread) - bytesBefore;
    }
    Arrays.sort(nanos);
    Arrays.sort(bytes);
    return new Cost(nanos[MEASURED / 2], bytes[MEASURED / 2]);
  }

  // the world

  private static DesiredCluster desired(Policy policy) {
    return DesiredCluster.builder()
        .from(DesiredCluster.of("cluster-1", ENVIRONMENT))
        .policy(policy)
        .addAllNamespaces(names(0).stream().map(NamespaceName::new).toList())
        .build();
  }

  private static ObservedState observed(
      Form form, Managed managed, Policy policy, RuleScope scope) {
    List<ObservedRule> rules = new ArrayList<>();
    for (int i = 0; i < RULES; i++) {
      int rule = i;
      LogRule.Builder content =
          LogRule.builder()
              .title("unmanaged " + i)
              .action(i % 2 == 0 ? RuleAction.EXCLUDE : RuleAction.INCLUDE)
              .addMatcher(
                  matcher(IntStream.range(0, VALUES).mapToObj(v -> form.value(rule, v)).toList()));
      rules.add(rule("unmanaged-" + i, scope, content.build()).build());
    }
    if (managed != Managed.MISSING) {
      List<String> values =
          switch (managed) {
            case LACKS_ONE -> names(1);
            case LACKS_ALL -> IntStream.range(0, NAMESPACES).mapToObj(i -> "old-" + i).toList();
            default -> names(0);
          };
      LogRule content =
          LogRule.builder().title("logconfig cluster-1").addMatcher(matcher(values)).build();
      rules.add(managed == Managed.FIRST ? 0 : rules.size(), managed("include", content));
    }
    if (managed != Managed.MISSING && policy == Policy.EXCLUSIVE) {
      rules.add(
          managed(
              "exclude-rest",
              LogRule.builder()
                  .title("logconfig cluster-1/rest")
                  .action(RuleAction.EXCLUDE)
                  .build()));
    }
    return ObservedState.builder()
        .environment(ENVIRONMENT.name())
        .putHostGroup(new HostGroupName("cluster-1"), Set.of(HOST_GROUP))
        .addAllRules(rules)
        .build();
  }

  private static ObservedRule managed(String role, LogRule content) {
    return rule("managed-" + role, RuleScope.of(HOST_GROUP), content)
        .externalId(new ExternalId("logconfig:logconfig:cluster-1:" + role))
        .build();
  }

  private static ObservedRule.Builder rule(String id, RuleScope scope, LogRule content) {
    return ObservedRule.builder()
        .objectId(new ObjectId(id))
        .updateToken(new UpdateToken("token"))
        .scope(scope)
        .rule(content);
  }

  private static Matcher matcher(List<String> values) {
    return Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addAllValues(values).build();
  }

  /** Returns the desired namespaces without the first ones, as new strings. */
  private static List<String> names(int from) {
    return IntStream.range(from, NAMESPACES).mapToObj(WorstCases::name).toList();
  }

  private static String name(int number) {
    return "team-" + number + "-service-" + number + "-db";
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

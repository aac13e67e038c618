package io.github.logconfig.reconcile.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Evaluates the rules after every write, and reports writes of the reconciler that exclude a
 * desired namespace or include another one. Concurrent requests are no problem, because the
 * requests of one scope are sequential. A write is not judged if the reconciler could not know the
 * state of the scope: a rival has changed it since it was read, or the last change is not visible
 * to reads yet.
 */
public final class StateWatch implements Consumer<Exchange> {

  private static final List<NamespaceName> NAMESPACES =
      IntStream.range(0, 8).mapToObj(i -> new NamespaceName("ns-" + i)).toList();

  private final Map<String, DesiredCluster> desiredByName = new HashMap<>();
  private final Map<String, String> clusterByScope = new HashMap<>();
  private final Set<String> disturbed = new HashSet<>();
  private final Map<String, Integer> lastChanges = new HashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> unsafe = new ArrayList<>();
  private Map<String, List<ScopedRule>> rules = new HashMap<>();

  /** Rules by their values, which the simulator replaces and never changes. */
  private IdentityHashMap<JsonNode, ScopedRule> decoded = new IdentityHashMap<>();

  private final ReentrantLock look = new ReentrantLock();
  private volatile DynatraceSimulator simulator;
  private Optional<BooleanSupplier> rival = Optional.empty();
  private int lag;
  private int judged;

  /**
   * Begins to watch.
   *
   * @param clusters the name of the cluster of each host group and Kubernetes cluster
   */
  public void watch(DynatraceSimulator watched, Map<String, String> clusters) {
    simulator = watched;
    clusterByScope.putAll(clusters);
    rules = snapshot();
  }

  /** Sets the read-after-write lag, in requests. */
  void lag(int behind) {
    lag = behind;
  }

  /** From now on this is desired, and nothing that was read before counts. */
  public void begin(DesiredState desired) {
    look.lock();
    try {
      disturbed.clear();
      lastChanges.forEach(
          (scope, request) -> {
            if (requests.get() - request < lag) {
              disturbed.add(scope);
            }
          });
      desiredByName.clear();
      desired.clusters().forEach(it -> desiredByName.put(it.hostGroup().value(), it));
    } finally {
      look.unlock();
    }
  }

  /**
   * Sets who may act after each of our requests, before its answer goes out. Waits until the one
   * before has ended: a read that our client has abandoned may still be in its hands.
   *
   * @param acts returns whether the rival sent a request
   */
  void rival(BooleanSupplier acts) {
    look.lock();
    try {
      rival = Optional.of(acts);
    } finally {
      look.unlock();
    }
  }

  public List<String> unsafe() {
    return unsafe;
  }

  int judged() {
    return judged;
  }

  /** Lets a rival write. The scopes that it changes are not judged in this run. */
  void actAsRival(BooleanSupplier acts) {
    look.lock();
    try {
      if (acts.getAsBoolean()) {
        Map<String, List<ScopedRule>> after = snapshot();
        disturbed.addAll(changedScopes(after));
        rules = after;
      }
    } finally {
      look.unlock();
    }
  }

  @Override
  public void accept(Exchange exchange) {
    requests.incrementAndGet();
    boolean reads = exchange.method().equals("GET");
    if (simulator == null || isByRival(exchange) || (reads && look.isLocked())) {
      return;
    }
    look.lock();
    try {
      if (!reads) {
        Map<String, List<ScopedRule>> after = snapshot();
        for (String scope : changedScopes(after)) {
          judge(scope, after, exchange);
        }
        rules = after;
      }
      rival.ifPresent(this::actAsRival);
    } finally {
      look.unlock();
    }
  }

  /** Returns whether a rival wrote: it sends no update token. */
  private static boolean isByRival(Exchange exchange) {
    return (exchange.method().equals("PUT") || exchange.method().equals("DELETE"))
        && !(exchange.query() + exchange.requestBody()).contains("updateToken");
  }

  private void judge(String scope, Map<String, List<ScopedRule>> after, Exchange exchange) {
    String cluster = clusterByScope.get(scope);
    DesiredCluster desired = desiredByName.get(cluster);
    List<String> scopes = scopesOf(cluster);
    if (desired == null || scopes.stream().anyMatch(disturbed::contains)) {
      return;
    }
    judged++;
    RuleChain chainBefore = chain(scopes, rules);
    RuleChain chainAfter = chain(scopes, after);
    for (NamespaceName namespace : NAMESPACES) {
      Verdict before = RuleEvaluator.verdict(chainBefore, namespace).verdict();
      NamespaceVerdict verdict = RuleEvaluator.verdict(chainAfter, namespace);
      boolean isDesired = desired.namespaces().contains(namespace);
      boolean uncovered = before == Verdict.INGESTED && verdict.verdict() != Verdict.INGESTED;
      boolean letIn = before == Verdict.NOT_INGESTED && verdict.verdict() != Verdict.NOT_INGESTED;
      boolean allowed =
          verdict.decidedBy().stream().allMatch(rule -> mayLetIn(rule, desired.policy()))
              || isIncludedInTheEnd(namespace, desired, after);
      if (isDesired ? uncovered : letIn && !allowed) {
        unsafe.add(
            (isDesired ? "uncovered " : "let in ")
                + namespace
                + " of "
                + desired
                + " by "
                + exchange.method()
                + " "
                + exchange.requestBody()
                + "\n before "
                + chainBefore
                + "\n after "
                + chainAfter);
      }
    }
  }

  /** Returns whether rules of the environment include a namespace that is not desired. */
  private static boolean isIncludedInTheEnd(
      NamespaceName namespace, DesiredCluster desired, Map<String, List<ScopedRule>> rules) {
    return desired.policy() == Policy.ADDITIVE
        && RuleEvaluator.verdict(chain(List.of(), rules), namespace).verdict() == Verdict.INGESTED;
  }

  /**
   * Returns whether a rule may include other namespaces. Unmanaged rules of the host group may,
   * because the catch-all rule belongs after them. If a rival has moved the catch-all rule before
   * them, restoring its position makes them effective again.
   */
  private static boolean mayLetIn(ScopedRule rule, Policy policy) {
    return rule.scope().equals(RuleScope.ENVIRONMENT)
        ? policy == Policy.ADDITIVE
        : !rule.rule().title().startsWith("logconfig ");
  }

  /**
   * Returns the scopes of a cluster in evaluation order: its Kubernetes cluster, its host group.
   */
  private List<String> scopesOf(String cluster) {
    return clusterByScope.keySet().stream()
        .filter(scope -> clusterByScope.get(scope).equals(cluster))
        .sorted(Comparator.comparing(scope -> RuleScope.parse(scope).kind()))
        .toList();
  }

  private static RuleChain chain(List<String> scopes, Map<String, List<ScopedRule>> rules) {
    List<ScopedRule> chain = new ArrayList<>();
    scopes.forEach(scope -> chain.addAll(rules.getOrDefault(scope, List.of())));
    chain.addAll(rules.getOrDefault("environment", List.of()));
    return new RuleChain(chain);
  }

  private Set<String> changedScopes(Map<String, List<ScopedRule>> after) {
    Set<String> scopes = new TreeSet<>(after.keySet());
    scopes.addAll(rules.keySet());
    scopes.removeIf(
        scope -> rules.getOrDefault(scope, List.of()).equals(after.getOrDefault(scope, List.of())));
    scopes.forEach(scope -> lastChanges.put(scope, requests.get()));
    return scopes;
  }

  private Map<String, List<ScopedRule>> snapshot() {
    Map<String, List<ScopedRule>> byScope = new HashMap<>();
    IdentityHashMap<JsonNode, ScopedRule> now = new IdentityHashMap<>();
    for (JsonNode object : simulator.objects()) {
      if (!object.path("value").has("config-item-title")) {
        continue; // a connection to a Kubernetes cluster
      }
      String scope = object.path("scope").asText();
      JsonNode value = object.path("value");
      ScopedRule known = decoded.get(value);
      ScopedRule rule =
          known != null ? known : new ScopedRule(RuleScope.parse(scope), RuleMapper.read(value));
      now.put(value, rule);
      byScope.computeIfAbsent(scope, key -> new ArrayList<>()).add(rule);
    }
    decoded = now;
    return byScope;
  }
}

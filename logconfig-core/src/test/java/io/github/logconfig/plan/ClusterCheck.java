package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Compares the plan of one cluster with what happens to every record, in every {@link Possibility}.
 */
final class ClusterCheck {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  /** What stops in one cluster: counted namespaces, and namespaces that are not counted. */
  record Stopping(int namespaces, int ingested, boolean everything, boolean others) {}

  private final long seed;
  private final SmallWorld world;
  private final RecordUniverse universe;
  private final DifferentialCounts counts;
  private final List<String> faults;
  private final DesiredCluster cluster;
  private final LogConfigPlan plan;
  private final RuleScope scope;
  private final Optional<RuleScope> former;
  private final List<Possibility> possibilities;
  private final Map<RuleScope, List<ObservedRule>> before;
  private final Map<RuleScope, List<ObservedRule>> after;
  private final List<RecordUniverse.Outcome> outcomesBefore = new ArrayList<>();
  private final List<RecordUniverse.Outcome> outcomesAfter = new ArrayList<>();
  private final List<ObservedRule> adopted = new ArrayList<>();
  private final Set<String> coveredBefore;
  private final Set<String> coveredAfter;

  ClusterCheck(
      long seed,
      SmallWorld world,
      RecordUniverse universe,
      DesiredCluster cluster,
      LogConfigPlan plan,
      DifferentialCounts counts,
      List<String> faults) {
    this.seed = seed;
    this.world = world;
    this.universe = universe;
    this.counts = counts;
    this.faults = faults;
    this.cluster = cluster;
    this.plan = plan;
    scope = Possibility.targetScope(cluster, world).orElseThrow();
    former = Possibility.formerScope(cluster, world);
    possibilities = Possibility.of(cluster, world);
    before = world.observed.rulesByScope();
    for (PlanStep step : plan.steps()) {
      if (step.action() == Action.ADOPT) {
        adopted.add(own().get(indexOf(step.objectId().orElseThrow(), own())));
      }
    }
    after = applied(plan.steps(), before);
    for (Possibility possibility : possibilities) {
      outcomesBefore.add(universe.evaluate(possibility, before));
      outcomesAfter.add(universe.evaluate(possibility, after));
    }
    coveredBefore = covered(before);
    coveredAfter = covered(after);
    counts.plans++;
    counts.steps += plan.steps().size();
    counts.possibilities += possibilities.size();
  }

  Stopping check() {
    checkUnmanagedRules();
    Map<String, Truth> truths = new TreeMap<>();
    for (int i = 0; i < universe.named(); i++) {
      truths.put(universe.namespaces().get(i), truth(i, i + 1));
    }
    Truth others = truth(universe.named(), universe.namespaces().size());
    checkEffects(truths);
    checkOthers(others);
    boolean othersMayStop = checkUnmanagedNamespaces(truths, others);
    checkOverriddenExclusions();
    checkFallsThrough();
    checkIntermediateStates();
    return stopping(truths, othersMayStop);
  }

  void fault(String check, Object... details) {
    faults.add(DifferentialCheck.fault(check + " [" + cluster.name() + "]", seed, details));
  }

  // states

  private List<ObservedRule> own() {
    return before.getOrDefault(scope, List.of());
  }

  /** Returns the rules after some steps. */
  Map<RuleScope, List<ObservedRule>> applied(
      List<PlanStep> steps, Map<RuleScope, List<ObservedRule>> rules) {
    Map<RuleScope, List<ObservedRule>> result = new HashMap<>(rules);
    for (PlanStep step : steps) {
      List<ObservedRule> changed = new ArrayList<>(result.getOrDefault(step.scope(), List.of()));
      apply(step, changed);
      result.put(step.scope(), changed);
    }
    return result;
  }

  /** Does what the service does with a step. */
  private void apply(PlanStep step, List<ObservedRule> rules) {
    int at = rules.size();
    Optional<ExternalId> externalId = Optional.of(step.identity().externalId());
    if (step.objectId().isPresent()) {
      at = indexOf(step.objectId().get(), rules);
      ObservedRule old = rules.remove(at);
      if (step.action() != Action.ADOPT) {
        externalId = old.externalId();
      }
    }
    if (step.position().isPresent()) {
      Position position = step.position().get();
      if (position instanceof Position.After anchor) {
        at = indexOf(anchor.objectId(), rules) + 1;
      } else {
        at = position instanceof Position.First ? 0 : rules.size();
      }
    }
    if (step.ruleAfter().isPresent()) {
      rules.add(
          at,
          ObservedRule.builder()
              .from(written(step, step.ruleAfter().get()))
              .externalId(externalId)
              .build());
    }
  }

  private int indexOf(ObjectId id, List<ObservedRule> rules) {
    return IntStream.range(0, rules.size())
        .filter(i -> rules.get(i).objectId().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("seed " + seed + ": no object " + id));
  }

  /** Returns the namespaces that a rule names, without wildcards. */
  static Set<String> namesIn(LogRule rule) {
    Set<String> names = new TreeSet<>();
    for (Matcher matcher : rule.matchers()) {
      if (matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)) {
        matcher.values().stream()
            .filter(value -> NAME.matcher(value).matches())
            .forEach(names::add);
      }
    }
    return names;
  }

  static ObservedRule written(PlanStep step, LogRule rule) {
    String id = step.objectId().map(ObjectId::value).orElse("new " + step.identity());
    return ObservedRule.builder()
        .objectId(new ObjectId(id))
        .updateToken(new UpdateToken("written"))
        .scope(step.scope())
        .externalId(step.identity().externalId())
        .rule(rule)
        .build();
  }

  private boolean isManaged(ObservedRule rule) {
    boolean inTarget = rule.scope().equals(scope);
    return (inTarget || former.equals(Optional.of(rule.scope())))
        && rule.externalId()
            .flatMap(RuleIdentity::parse)
            .filter(id -> id.owner().equals(world.options.owner()))
            .filter(
                id ->
                    id.targetName()
                        .equals(cluster.nameIn(Target.of(rule.scope().kind()).orElseThrow())))
            .isPresent();
  }

  private void checkUnmanagedRules() {
    for (PlanStep step : plan.steps()) {
      boolean deletion = step.action() == Action.DELETE;
      boolean inFormer = former.equals(Optional.of(step.scope()));
      if (!step.scope().equals(scope) && !(inFormer && deletion)) {
        fault("step in another scope", step);
      }
    }
    if (world.options.adoption() == Adoption.NEVER && !adopted.isEmpty()) {
      fault("adopted without permission", adopted);
    }
    for (RuleScope any : before.keySet()) {
      List<ObservedRule> unmanaged =
          before.get(any).stream().filter(it -> !isManaged(it) && !adopted.contains(it)).toList();
      List<ObservedRule> unmanagedAfter =
          after.get(any).stream().filter(it -> !isManaged(it)).toList();
      if (!unmanaged.equals(unmanagedAfter)) {
        fault("unmanaged rules changed", unmanaged, unmanagedAfter);
      }
    }
    boolean left =
        former.stream()
            .anyMatch(it -> after.getOrDefault(it, List.of()).stream().anyMatch(this::isManaged));
    if (left && !plan.hasErrors()) {
      fault("managed rules left in the former scope", plan.steps());
    }
  }

  // records

  private boolean isDesired(String namespace) {
    return cluster.namespaces().contains(new NamespaceName(namespace));
  }

  private Truth truth(int fromNamespace, int toNamespace) {
    Truth truth = new Truth();
    long all = universe.allVariants();
    for (int i = 0; i < possibilities.size(); i++) {
      Truth.Ingested ingestedBefore = new Truth.Ingested();
      Truth.Ingested ingestedAfter = new Truth.Ingested();
      boolean[] changes = new boolean[4];
      for (int namespace = fromNamespace; namespace < toNamespace; namespace++) {
        for (int cell = 0; cell < universe.cells(); cell++) {
          long in = universe.variantsIn(outcomesBefore.get(i).ingested(), namespace, cell);
          long then = universe.variantsIn(outcomesAfter.get(i).ingested(), namespace, cell);
          ingestedBefore.add(in, all);
          ingestedAfter.add(then, all);
          changes[0] |= (in & ~then) != 0;
          changes[1] |= (in & ~then) == all;
          changes[2] |= (then & ~in) != 0;
          changes[3] |= (then & ~in) == all;
        }
      }
      truth.add(ingestedBefore, ingestedAfter, changes);
    }
    return truth;
  }

  // effects

  private void checkEffects(Map<String, Truth> truths) {
    Set<String> listed = new HashSet<>();
    for (NamespaceEffect effect : plan.effects()) {
      counts.effects++;
      String namespace = effect.namespace().value();
      listed.add(namespace);
      Truth truth = truths.get(namespace);
      checkVerdict("before", effect.before(), truth.before, effect, truth);
      checkVerdict("after", effect.after(), truth.after, effect, truth);
      checkKind(effect, truth);
      boolean loses = managedBefore(namespace) && !managedAfter(namespace);
      if (!effect.stopping() && (truth.mayStop || loses)) {
        fault("not counted as stopping", effect, truth, "loses its rule: " + loses);
      }
      if (!truth.mayStop && !loses) {
        counts.harmless++;
        counts.harmlessCountedAsStopping += effect.stopping() ? 1 : 0;
      }
    }
    for (NamespaceName name : cluster.namespaces()) {
      if (!listed.contains(name.value())) {
        fault("desired namespace without effect", name);
      }
    }
    for (String namespace : coveredBefore) {
      if (!listed.contains(namespace)) {
        fault("managed namespace without effect", namespace, truths.get(namespace));
      }
    }
  }

  private void checkVerdict(
      String when, Verdict verdict, Set<Verdict> truth, Object effect, Object details) {
    if (truth.size() == 1) {
      counts.verdictsKnowable++;
      counts.verdictsNeedlesslyUnknown += verdict == Verdict.UNKNOWN ? 1 : 0;
    }
    if (verdict != Verdict.UNKNOWN && !truth.equals(Set.of(verdict))) {
      fault("false verdict " + when + " " + verdict, effect, details);
    }
  }

  private void checkKind(NamespaceEffect effect, Truth truth) {
    boolean desired = isDesired(effect.namespace().value());
    Set<NamespaceEffect.Kind> certain = EnumSet.copyOf(truth.always);
    certain.remove(NamespaceEffect.Kind.UNKNOWN);
    if (!desired) {
      certain.remove(NamespaceEffect.Kind.BLOCKED);
    }
    if (!certain.isEmpty()) {
      counts.effectsKnowable++;
      counts.effectsNeedlesslyUnknown += effect.effect() == NamespaceEffect.Kind.UNKNOWN ? 1 : 0;
    }
    if (effect.effect() != NamespaceEffect.Kind.UNKNOWN && !certain.contains(effect.effect())) {
      fault("false effect " + effect.effect(), effect, truth);
    }
  }

  private boolean managedBefore(String namespace) {
    return coveredBefore.contains(namespace);
  }

  private boolean managedAfter(String namespace) {
    return coveredAfter.contains(namespace);
  }

  /** Returns the namespaces that managed rules, or rules that the plan adopts, name. */
  private Set<String> covered(Map<RuleScope, List<ObservedRule>> state) {
    Set<String> covered = new HashSet<>();
    for (ObservedRule rule : state.values().stream().flatMap(List::stream).toList()) {
      if ((isManaged(rule) || adopted.contains(rule))
          && rule.rule().action() == RuleAction.INCLUDE
          && rule.rule().enabled()) {
        covered.addAll(namesIn(rule.rule()));
      }
    }
    return covered;
  }

  private void checkOthers(Truth truth) {
    OtherNamespaces others = plan.otherNamespaces();
    checkVerdict("before, others", others.before(), truth.before, others, truth);
    checkVerdict("after, others", others.after(), truth.after, others, truth);
    boolean right =
        switch (others.effect()) {
          case STOPS -> truth.stops() == Change.YES;
          case STARTS -> truth.starts() == Change.YES && truth.stops() == Change.NO;
          case CONTINUES, PARTLY, NONE ->
              truth.always.contains(others.effect())
                  && truth.stops() == Change.NO
                  && truth.starts() == Change.NO;
          case BLOCKED -> false;
          case UNKNOWN -> true;
        };
    if (!right) {
      fault("false effect on others " + others.effect(), others, truth);
    }
    if (others.stops() != Change.MAYBE && others.stops() != truth.stops()) {
      fault("false change of other namespaces", others, truth);
    }
    boolean knowable =
        truth.stops() == Change.YES
            || (truth.stops() == Change.NO && truth.starts() == Change.YES)
            || (truth.stops() == Change.NO
                && truth.starts() == Change.NO
                && truth.after.size() == 1);
    if (knowable) {
      counts.effectsKnowable++;
      counts.effectsNeedlesslyUnknown += others.effect() == NamespaceEffect.Kind.UNKNOWN ? 1 : 0;
    }
  }

  /** Returns whether logs may stop that neither the desired state names nor a managed rule. */
  private boolean checkUnmanagedNamespaces(Map<String, Truth> truths, Truth others) {
    Set<String> mayStop = new TreeSet<>();
    boolean stopsAlways = others.stops() == Change.YES;
    for (Map.Entry<String, Truth> named : truths.entrySet()) {
      String namespace = named.getKey();
      if (named.getValue().mayStop && !isDesired(namespace) && !managedBefore(namespace)) {
        mayStop.add(namespace);
        stopsAlways |= named.getValue().stops() == Change.YES;
      }
    }
    boolean stops = others.mayStop || !mayStop.isEmpty();
    if (stops && !plan.stopsUnmanaged()) {
      fault("others stop, not reported", mayStop, others);
    }
    if (!stops) {
      counts.plansThatStopNoOthers++;
      counts.plansThatStopNoOthersButSaySo += plan.stopsUnmanaged() ? 1 : 0;
    }
    boolean found = !findings(FindingCode.OTHER_NAMESPACES_STOP).isEmpty();
    if (stopsAlways && !found) {
      fault("finding OTHER_NAMESPACES_STOP is missing", mayStop, others);
    }
    if (!stops && found) {
      fault("finding OTHER_NAMESPACES_STOP is false", findings(FindingCode.OTHER_NAMESPACES_STOP));
    }
    return stops;
  }

  private Stopping stopping(Map<String, Truth> truths, boolean others) {
    int stopping = 0;
    int ingested = 0;
    boolean everything = true;
    for (NamespaceEffect effect : plan.effects()) {
      String namespace = effect.namespace().value();
      boolean managed = managedBefore(namespace);
      boolean stops = truths.get(namespace).mayStop || (managed && !managedAfter(namespace));
      stopping += stops ? 1 : 0;
      ingested += managed || stops ? 1 : 0;
      everything &= stops || !managed;
    }
    return new Stopping(stopping, ingested, everything, others);
  }

  // findings

  private List<Finding> findings(FindingCode code) {
    return plan.findings().stream().filter(it -> it.code() == code).toList();
  }

  private Set<String> rulesOf(FindingCode code) {
    Set<String> rules = new TreeSet<>();
    for (Finding finding : findings(code)) {
      String id = finding.rule().flatMap(RuleReference::objectId).map(ObjectId::value).orElse("?");
      if (!rules.add(id)) {
        fault("finding " + code + " names a rule twice", id, findings(code));
      }
    }
    return rules;
  }

  private void checkOverriddenExclusions() {
    Set<String> may = new TreeSet<>();
    Set<String> always = new TreeSet<>();
    for (ObservedRule rule : world.observed.rules()) {
      if (!isManaged(rule)) {
        Change overridden = overridden(rule);
        if (overridden != Change.NO) {
          may.add(rule.objectId().value());
        }
        if (overridden == Change.YES) {
          always.add(rule.objectId().value());
        }
      }
    }
    checkRules(FindingCode.EXCLUSION_OVERRIDDEN, may, always);
  }

  private void checkRules(FindingCode code, Set<String> may, Set<String> always) {
    Set<String> found = rulesOf(code);
    if (!may.containsAll(found)) {
      fault("finding " + code + " names a rule too many", found, "may be " + may);
    }
    if (!found.containsAll(always)) {
      fault("finding " + code + " is missing", found, "true of " + always);
    }
  }

  /** Whether records are ingested after the plan that an exclude rule keeps out before it. */
  private Change overridden(ObservedRule rule) {
    boolean may = false;
    boolean always = true;
    for (int i = 0; i < possibilities.size(); i++) {
      long[] decided = outcomesBefore.get(i).decidedBy(rule);
      if (decided == null || possibilities.get(i).action(rule) == RuleAction.INCLUDE) {
        always = false;
        continue;
      }
      Truth.Ingested let = new Truth.Ingested();
      for (int namespace = 0; namespace < universe.namespaces().size(); namespace++) {
        for (int cell = 0; cell < universe.cells(); cell++) {
          let.add(
              universe.variantsIn(decided, namespace, cell)
                  & universe.variantsIn(outcomesAfter.get(i).ingested(), namespace, cell),
              universe.allVariants());
        }
      }
      may |= let.someMayBeIn;
      always &= let.someAlwaysIn;
    }
    return Truth.change(may, always);
  }

  private Truth.Ingested undesiredIn(long[] records, int fromNamespace) {
    Truth.Ingested undesired = new Truth.Ingested();
    for (int i = fromNamespace; i < universe.namespaces().size(); i++) {
      if (!isDesired(universe.namespaces().get(i))) {
        for (int cell = 0; cell < universe.cells(); cell++) {
          undesired.add(universe.variantsIn(records, i, cell), universe.allVariants());
        }
      }
    }
    return undesired;
  }

  /** Rules that let undesired namespaces in; they are reported if the namespaces have no name. */
  private void checkFallsThrough() {
    Set<String> may = new TreeSet<>();
    Set<String> always = new TreeSet<>();
    for (List<ObservedRule> rules : after.values()) {
      for (ObservedRule rule : rules) {
        if (includesAny(rule, 0) != Change.NO) {
          may.add(rule.objectId().value());
        }
        if (!isManaged(rule) && includesAny(rule, universe.named()) == Change.YES) {
          always.add(rule.objectId().value());
        }
      }
    }
    checkRules(FindingCode.FALLS_THROUGH, may, always);
  }

  private Change includesAny(ObservedRule rule, int fromNamespace) {
    boolean may = false;
    boolean always = true;
    for (int i = 0; i < possibilities.size(); i++) {
      long[] decided = outcomesAfter.get(i).decidedBy(rule);
      if (decided == null || possibilities.get(i).action(rule) == RuleAction.EXCLUDE) {
        always = false;
        continue;
      }
      Truth.Ingested let = undesiredIn(decided, fromNamespace);
      may |= let.someMayBeIn;
      always &= let.someAlwaysIn;
    }
    return Truth.change(may, always);
  }

  // intermediate states

  private void checkIntermediateStates() {
    new TransitionCheck(this, plan.steps(), before)
        .check(findings(FindingCode.TRANSIENT_CHANGE), counts);
  }

  /** Returns the records that are ingested in each possibility, one after the other. */
  long[] ingested(Map<RuleScope, List<ObservedRule>> state) {
    return possibilities.stream()
        .flatMapToLong(it -> LongStream.of(universe.evaluate(it, state).ingested()))
        .toArray();
  }

  /** Returns the records of desired namespaces, once for each possibility. */
  long[] desiredRecords() {
    long[] records = universe.none();
    for (int namespace = 0; namespace < universe.named(); namespace++) {
      if (isDesired(universe.namespaces().get(namespace))) {
        universe.addAll(records, namespace);
      }
    }
    return possibilities.stream().flatMapToLong(it -> LongStream.of(records)).toArray();
  }

  /**
   * Returns the namespaces that the desired state or a rule names which may apply to the cluster;
   * all others are reported as one.
   */
  Set<String> namesOfPossibleRules(List<PlanStep> steps) {
    Set<String> names = new TreeSet<>();
    cluster.namespaces().forEach(name -> names.add(name.value()));
    steps.forEach(step -> step.ruleAfter().ifPresent(rule -> names.addAll(namesIn(rule))));
    for (Possibility possibility : possibilities) {
      for (RuleScope ofPossibility : possibility.scopes()) {
        before
            .getOrDefault(ofPossibility, List.of())
            .forEach(rule -> names.addAll(namesIn(rule.rule())));
      }
    }
    return names;
  }

  /** Returns the named namespaces of records that are ingested in some possibility. */
  Set<String> namedNamespacesOf(long[] records) {
    Set<String> names = new TreeSet<>();
    int words = universe.none().length;
    for (int i = 0; i < possibilities.size(); i++) {
      long[] ofPossibility = Arrays.copyOfRange(records, i * words, (i + 1) * words);
      for (int namespace = 0; namespace < universe.named(); namespace++) {
        for (int cell = 0; cell < universe.cells(); cell++) {
          if (universe.variantsIn(ofPossibility, namespace, cell) != 0) {
            names.add(universe.namespaces().get(namespace));
          }
        }
      }
    }
    return names;
  }
}

package io.github.logconfig.render;

import io.github.logconfig.evaluate.RuleTracer;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.EvaluatedRules;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the data of the page as JSON, as compactly as a fleet of 10,000 clusters needs: rules,
 * findings and lists of namespaces are written once and referred to by number, and namespaces of a
 * cluster that are evaluated in the same way form a group. Rules and lists of namespaces are
 * documents of their own, because the page needs them only for details and searches.
 *
 * <p>A group is {@code [effect, stopping, before, after, size, names, chain before, chain after]};
 * the last one is absent if it equals the one before. A chain is a sequence of pairs of a rule and
 * an outcome; a negative rule stands for this number of rules that do not match.
 */
final class HtmlData {

  /** Longer sequences of rules that do not match are shortened. */
  private static final int MAX_PASSED = 12;

  private static final int MAX_PLACES = 20;
  private static final int MAX_LITERALS = 8;
  private static final int MAX_PATTERNS = 20;

  private final Impact impact;
  private final PlanRemarks remarks;
  private final Appendable out;
  private final ScriptJson json;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final Map<String, Integer> rules = new LinkedHashMap<>();
  private final Map<String, Integer> findings = new LinkedHashMap<>();

  HtmlData(Impact impact, PlanRemarks remarks, Appendable out) {
    this.impact = impact;
    this.remarks = remarks;
    this.out = out;
    this.json = new ScriptJson(out);
  }

  void write(FleetPlan plan) throws IOException {
    json.open('{');
    labels("effects", NamespaceEffect.Kind.values());
    labels("verdicts", Verdict.values());
    labels("outcomes", TraceEntry.Outcome.values());
    json.key("clusters").open('[');
    for (LogConfigPlan cluster : plan.clusters()) {
      write(cluster);
    }
    for (var failure : remarks.failures().entrySet()) {
      json.open('{').key("name").text(failure.getKey().value());
      json.key("failure").text(failure.getValue()).close('}');
    }
    json.close(']');
    json.key("findings");
    writeTable(findings, json);
    json.close('}');
  }

  /** Writes the lists of namespaces that {@link #write(FleetPlan)} refers to. */
  void writeNames() throws IOException {
    ScriptJson json = new ScriptJson(out).open('[');
    for (String line : names.keySet()) {
      json.text(line);
    }
    json.close(']');
  }

  /** Writes the rules that {@link #write(FleetPlan)} refers to. */
  void writeRules() throws IOException {
    writeTable(rules, new ScriptJson(out));
  }

  private void labels(String key, Enum<?>[] labels) throws IOException {
    json.key(key).open('[');
    for (Enum<?> label : labels) {
      json.text(label.name());
    }
    json.close(']');
  }

  /** Returns the index in the list of labels. */
  @SuppressWarnings("EnumOrdinal") // the page has the labels in the same order
  private static int indexOf(Enum<?> label) {
    return label.ordinal();
  }

  private static void writeTable(Map<String, Integer> rows, ScriptJson json) throws IOException {
    json.open('[');
    for (String row : rows.keySet()) {
      json.json(row);
    }
    json.close(']');
  }

  private void write(LogConfigPlan plan) throws IOException {
    json.open('{');
    json.key("name").text(plan.cluster().value());
    json.key("environment").text(plan.environment().name().value());
    json.key("hostGroup").text(plan.hostGroup().value());
    if (plan.target() == Target.KUBERNETES_CLUSTER) {
      json.key("target").text(plan.target().label());
    }
    json.key("policy").text(plan.policy().label());
    json.key("fingerprint").text(plan.fingerprint().shortForm());
    Optional<SourceLocation> location = plan.locations().cluster();
    if (location.isPresent()) {
      json.key("location").text(location.get().toString());
    }
    Optional<Impact.Refusal> refusal = impact.refusalOf(plan);
    if (refusal.isPresent()) {
      json.key("refused").text(refusal.get().message());
    }
    String withheld = remarks.withheld().get(plan.cluster());
    if (withheld != null) {
      json.key("withheld").text(withheld);
    }
    Optional<String> others = PlanWords.others(plan);
    if (others.isPresent()) {
      json.key("others").open('{').key("text").text(others.get());
      json.key("before").text(plan.otherNamespaces().before().name());
      json.key("after").text(plan.otherNamespaces().after().name());
      if (plan.otherNamespaces().effect() != NamespaceEffect.Kind.STARTS) {
        json.key("stops").number(1);
      }
      json.close('}');
    }
    if (!plan.findings().isEmpty()) {
      json.key("findings").open('[');
      for (Finding finding : plan.findings()) {
        json.number(number(findings, json(finding)));
      }
      json.close(']');
    }
    if (!plan.isEmpty()) {
      json.key("steps").open('[');
      for (PlanStep step : plan.steps()) {
        write(plan, step);
      }
      json.close(']');
      writePlaces(plan);
    }
    if (!plan.effects().isEmpty()) {
      json.key("groups").open('[');
      for (Group group : groups(plan)) {
        write(group);
      }
      json.close(']');
    }
    json.close('}');
  }

  /** Writes where changed namespaces are defined, unless a fleet of such clusters is too large. */
  private void writePlaces(LogConfigPlan plan) throws IOException {
    List<NamespaceName> changed =
        plan.steps().stream()
            .flatMap(
                step ->
                    Stream.concat(
                        step.namespacesAdded().stream(), step.namespacesRemoved().stream()))
            .distinct()
            .filter(name -> plan.locations().namespace(name).isPresent())
            .toList();
    if (changed.isEmpty() || changed.size() > MAX_PLACES) {
      return;
    }
    json.key("places").open('{');
    for (NamespaceName name : changed) {
      String owner =
          plan.locations().owner(name).map(it -> ", owner " + Quoted.line(it)).orElse("");
      json.key(name.value()).text(plan.locations().namespace(name).orElseThrow() + owner);
    }
    json.close('}');
  }

  private void write(LogConfigPlan plan, PlanStep step) throws IOException {
    json.open('{').key("action").text(step.action().name()).key("title").text(step.title());
    Optional<String> position = PlanWords.position(plan, step);
    if (position.isPresent()) {
      json.key("position").text(position.get());
    }
    if (!step.namespacesAdded().isEmpty()) {
      json.key("added").number(numberOf(step.namespacesAdded()));
    }
    if (!step.namespacesRemoved().isEmpty()) {
      json.key("removed").number(numberOf(step.namespacesRemoved()));
    }
    if (!step.diff().changes().isEmpty()) {
      json.key("changes").open('[');
      for (RuleDiff.FieldChange change : step.diff().changes()) {
        json.open('[').text(change.field()).text(change.before()).text(change.after()).close(']');
      }
      json.close(']');
    }
    json.close('}');
  }

  private static String json(Finding finding) throws IOException {
    StringBuilder text = new StringBuilder();
    ScriptJson json = new ScriptJson(text);
    json.open('{').key("code").text(finding.code().name());
    json.key("severity").text(finding.severity().label());
    json.key("message").text(finding.message()).close('}');
    return text.toString();
  }

  // Namespaces.

  /** Namespaces with the same effect for the same reason. */
  private record Group(
      NamespaceEffect effect, List<NamespaceName> names, String before, Optional<String> after) {}

  private void write(Group group) throws IOException {
    NamespaceEffect effect = group.effect();
    json.open('[').number(indexOf(effect.effect())).number(effect.stopping() ? 1 : 0);
    json.number(indexOf(effect.before())).number(indexOf(effect.after()));
    json.number(group.names().size()).number(numberOf(group.names()));
    if (!group.before().isEmpty()) {
      json.json(group.before());
    }
    if (group.after().isPresent()) {
      json.json(group.after().get());
    }
    json.close(']');
  }

  private Collection<Group> groups(LogConfigPlan plan) throws IOException {
    Optional<EvaluatedRules> evaluated = plan.rules();
    Optional<Chains> before = evaluated.map(it -> new Chains(plan, new RuleTracer(it.before())));
    Optional<Chains> after =
        evaluated
            .filter(it -> !plan.isEmpty())
            .map(it -> new Chains(plan, new RuleTracer(it.after())));
    Map<List<Object>, Group> groups = new LinkedHashMap<>();
    for (NamespaceEffect effect : plan.effects()) {
      String first = before.isPresent() ? before.get().of(effect.namespace()) : "";
      String second = after.isPresent() ? after.get().of(effect.namespace()) : first;
      groups
          .computeIfAbsent(
              List.of(
                  effect.effect(),
                  effect.stopping(),
                  effect.before(),
                  effect.after(),
                  first,
                  second),
              key ->
                  new Group(
                      effect,
                      new ArrayList<>(),
                      first,
                      second.equals(first) ? Optional.empty() : Optional.of(second)))
          .names()
          .add(effect.namespace());
    }
    return groups.values();
  }

  private int numberOf(Collection<NamespaceName> list) {
    return number(names, list.stream().map(NamespaceName::value).collect(Collectors.joining(" ")));
  }

  private static int number(Map<String, Integer> table, String row) {
    return table.computeIfAbsent(row, key -> table.size());
  }

  // Rules.

  /** Writes the chains of one cluster, before or after its plan. */
  private final class Chains {
    private final LogConfigPlan plan;
    private final RuleTracer tracer;
    private final IdentityHashMap<ScopedRule, Integer> known = new IdentityHashMap<>();

    Chains(LogConfigPlan plan, RuleTracer tracer) {
      this.plan = plan;
      this.tracer = tracer;
    }

    String of(NamespaceName namespace) throws IOException {
      List<TraceEntry> trace = tracer.trace(namespace);
      StringBuilder text = new StringBuilder();
      ScriptJson chain = new ScriptJson(text).open('[');
      for (int i = 0; i < trace.size(); i++) {
        int end = i;
        while (end < trace.size() && trace.get(end).outcome() == TraceEntry.Outcome.NO_MATCH) {
          end++;
        }
        if (end - i > MAX_PASSED) {
          chain.number(i - end).number(0);
          i = end - 1;
        } else {
          TraceEntry entry = trace.get(i);
          chain.number(numberOf(entry.rule())).number(indexOf(entry.outcome()));
        }
      }
      chain.close(']');
      return text.toString();
    }

    private int numberOf(ScopedRule rule) throws IOException {
      Integer number = known.get(rule);
      if (number == null) {
        number = number(rules, json(rule, plan));
        known.put(rule, number);
      }
      return number;
    }
  }

  private static String json(ScopedRule scoped, LogConfigPlan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    ScriptJson json = new ScriptJson(text);
    LogRule rule = scoped.rule();
    json.open('{').key("title").text(rule.title());
    RuleScope scope = scoped.scope();
    json.key("scope").text(scope.kind().name());
    switch (scope.kind()) {
      case HOST_GROUP ->
          json.key("place")
              .text(plan.target() == Target.HOST_GROUP ? plan.hostGroup().value() : scope.id());
      case HOST, KUBERNETES_CLUSTER, OTHER -> json.key("place").text(scope.id());
      case ENVIRONMENT -> json.key("place").text(plan.environment().name().value());
    }
    Optional<RuleIdentity> identity = scoped.externalId().flatMap(RuleIdentity::parse);
    if (identity.isPresent()) {
      json.key("owner").text(identity.get().owner().value());
    }
    if (rule.action() == RuleAction.EXCLUDE) {
      json.key("exclude").number(1);
    }
    if (rule.unreadable().isPresent()) {
      json.key("unreadable").text(rule.unreadable().get());
    }
    json.key("conditions").open('[');
    for (Matcher matcher : rule.matchers()) {
      write(matcher, json);
    }
    json.close(']').close('}');
    return text.toString();
  }

  private static void write(Matcher matcher, ScriptJson json) throws IOException {
    Map<Boolean, List<String>> values =
        matcher.values().stream()
            .sorted()
            .collect(Collectors.partitioningBy(value -> value.indexOf('*') >= 0));
    List<String> literals = values.getOrDefault(false, List.of());
    List<String> patterns = values.getOrDefault(true, List.of());
    json.open('[').text(matcher.attribute().key()).text(matcher.operator());
    writeFirst(MAX_LITERALS, literals, json);
    writeFirst(MAX_PATTERNS, patterns, json);
    json.close(']');
  }

  /** Writes the first of some values, and the number of all. */
  private static void writeFirst(int limit, List<String> values, ScriptJson json)
      throws IOException {
    json.open('[');
    for (String value : values.subList(0, Math.min(limit, values.size()))) {
      json.text(value);
    }
    json.close(']').number(values.size());
  }
}

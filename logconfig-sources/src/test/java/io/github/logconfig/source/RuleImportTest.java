package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.inventory.ImportedYaml;
import io.github.logconfig.inventory.RuleImport;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.EvaluatedRules;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule sets as people have them, in every format: imported, adopted, and proven to change nothing.
 */
class RuleImportTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final Map<String, String> SCOPES =
      Map.of(
          "one", "HOST_GROUP-0000000000000001",
          "two", "HOST_GROUP-0000000000000002",
          "cluster", "KUBERNETES_CLUSTER-0000000000000001",
          "host", "HOST-0000000000000001",
          "environment", "environment");
  private static final Map<EntityId, HostGroupName> NAMES =
      Map.of(
          new EntityId("HOST_GROUP-0000000000000001"), new HostGroupName("one"),
          new EntityId("HOST_GROUP-0000000000000002"), new HostGroupName("two"));

  /**
   * A rule set: one rule per line with scope, action, title and matchers, separated by {@code |}.
   *
   * @param imported the expected clusters with their namespaces
   * @param left the titles of the rules that are expected to be left as they are
   */
  private record RuleSet(String name, String rules, String imported, String left) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<RuleSet> SETS =
      List.of(
          new RuleSet("one list", "one|include|k8s logs|ns=a,b", "one: a b", ""),
          new RuleSet(
              "one rule per namespace",
              "one|include|logs of a|ns=a\none|include|logs of b|ns=b\none|include|logs of c|ns=c",
              "one: a b c",
              ""),
          new RuleSet(
              "the built-in rule besides a list",
              "one|include|k8s logs|ns=a\nenvironment|include|[Built-in] Ingest all logs|",
              "one: a",
              "[Built-in] Ingest all logs"),
          new RuleSet(
              "a list for the whole environment",
              "one|include|k8s logs|ns=c\nenvironment|include|all clusters|ns=a,b",
              "one: a b c",
              "all clusters"),
          new RuleSet(
              "a rule on a label",
              "one|include|k8s logs|ns=a\nenvironment|include|labelled|k8s.pod.label=logs=true",
              "one: a",
              "labelled"),
          new RuleSet(
              "wildcards",
              "one|include|teams|ns=team-*\none|include|k8s logs|ns=a\none|include|both|ns=b,c*",
              "one: a",
              "teams,both"),
          new RuleSet(
              "an exclusion before",
              "one|exclude|not a|ns=a\none|include|k8s logs|ns=a,b",
              "one: b",
              "not a,k8s logs"),
          new RuleSet(
              "an exclusion after",
              "one|include|k8s logs|ns=a\none|exclude|none of a|ns=a*",
              "one: a",
              "none of a"),
          new RuleSet(
              "an exclusion of some logs",
              "one|exclude|no debug|loglevel=debug\none|include|k8s logs|ns=a",
              "",
              "no debug,k8s logs"),
          new RuleSet(
              "an exclusion between",
              "one|include|logs of a|ns=a\none|exclude|no debug|loglevel=debug\n"
                  + "one|include|logs of b|ns=b",
              "one: a",
              "no debug,logs of b"),
          new RuleSet(
              "nothing else",
              "one|include|k8s logs|ns=a,b\none|exclude|rest|",
              "one exclusive: a b",
              ""),
          new RuleSet(
              "nothing else, below the built-in rule",
              "one|include|logs of a|ns=a\none|include|logs of b|ns=b\none|exclude|rest|\n"
                  + "environment|include|[Built-in] Ingest all logs|",
              "one exclusive: a b",
              "[Built-in] Ingest all logs"),
          new RuleSet(
              "duplicates", "one|include|k8s logs|ns=a\none|include|k8s logs 2|ns=a", "one: a", ""),
          new RuleSet(
              "several scopes",
              "one|include|logs of one|ns=a\ntwo|include|logs of two|ns=b,c\n"
                  + "environment|include|everywhere|ns=d",
              "one: a d; two: b c d",
              "everywhere"),
          new RuleSet(
              "a disabled rule",
              "one|disabled|k8s logs|ns=a\none|include|logs of b|ns=b",
              "one: b",
              "k8s logs"),
          new RuleSet(
              "a rule of a host",
              "host|include|of the host|ns=a\none|include|k8s logs|ns=a",
              "one: a",
              "of the host"),
          new RuleSet(
              "several conditions",
              "one|include|errors of a|ns=a loglevel=error\none|include|k8s logs|ns=b",
              "one: b",
              "errors of a"),
          new RuleSet(
              "the title of the managed rule",
              "one|include|logs of a|ns=a\none|include|logconfig one|ns=b",
              "one: a b",
              ""),
          new RuleSet(
              "a rule of the operator",
              "cluster|include|dynakube|\none|include|k8s logs|ns=a",
              "one: a",
              "dynakube"),
          new RuleSet(
              "one rule per namespace for the whole environment",
              "one|include|logs of c|ns=c\nenvironment|include|logs of a|ns=a\n"
                  + "environment|include|logs of b|ns=b",
              "one: a b c",
              "logs of a,logs of b"),
          new RuleSet(
              "a rule on a label before a list",
              "one|include|labelled|k8s.pod.label=logs=true\none|include|k8s logs|ns=a",
              "one: a",
              "labelled"),
          new RuleSet(
              "a rule on an annotation for the whole environment",
              "one|include|k8s logs|ns=a\n"
                  + "environment|include|annotated|k8s.pod.annotation=ingest=logs",
              "one: a",
              "annotated"),
          new RuleSet(
              "one container of a namespace",
              "one|include|app of a|ns=a k8s.container.name=app\none|include|all of b|ns=b",
              "one: b",
              "app of a"),
          new RuleSet(
              "files of the hosts",
              "one|include|syslog|log.source=/var/log/*\none|include|k8s logs|ns=a",
              "one: a",
              "syslog"),
          new RuleSet(
              "an exclusion of sidecars before",
              "one|exclude|no sidecars|k8s.container.name=istio-proxy\none|include|k8s logs|ns=a",
              "",
              "no sidecars,k8s logs"),
          new RuleSet(
              "an exclusion of sidecars after",
              "one|include|k8s logs|ns=a\none|exclude|no sidecars|k8s.container.name=istio-proxy",
              "one: a",
              "no sidecars"),
          new RuleSet(
              "an exclusion with a wildcard before",
              "one|exclude|not kube|ns=kube-*\none|include|k8s logs|ns=a,kube-x",
              "one: a",
              "not kube,k8s logs"),
          new RuleSet(
              "an exclusion for the whole environment",
              "one|include|k8s logs|ns=a\nenvironment|exclude|nothing else|",
              "one: a",
              "nothing else"),
          new RuleSet(
              "a disabled built-in rule",
              "one|include|k8s logs|ns=a\nenvironment|disabled|[Built-in] Ingest all logs|",
              "one: a",
              "[Built-in] Ingest all logs"),
          new RuleSet(
              "built-in rules that exclude and include",
              "one|include|k8s logs|ns=a,b\nenvironment|exclude|[Built-in] Exclude debug|"
                  + "loglevel=debug\nenvironment|include|[Built-in] Ingest all logs|",
              "one: a b",
              "[Built-in] Exclude debug,[Built-in] Ingest all logs"),
          new RuleSet(
              "an exclusion of everything in the middle",
              "one|include|k8s logs|ns=a\none|exclude|rest|\none|include|never|ns=b",
              "one: a",
              "rest,never"),
          new RuleSet(
              "a disabled exclusion of everything",
              "one|include|k8s logs|ns=a\none|disabled|rest|",
              "one: a",
              "rest"),
          new RuleSet(
              "overlapping lists",
              "one|include|team one|ns=a,b\none|include|team two|ns=b,c",
              "one: a b c",
              ""),
          new RuleSet(
              "the same list in two scopes",
              "one|include|k8s logs|ns=a\nenvironment|include|everywhere|ns=a",
              "one: a",
              "everywhere"),
          new RuleSet(
              "an exclusive and an additive host group",
              "one|include|k8s logs|ns=a\none|exclude|rest|\ntwo|include|logs of two|ns=b",
              "one exclusive: a; two: b",
              ""),
          new RuleSet(
              "a host that excludes everything",
              "host|exclude|quiet host|\none|include|k8s logs|ns=a",
              "",
              "quiet host,k8s logs"),
          new RuleSet(
              "a value that is no namespace",
              "one|include|misspelled|ns=Shop\none|include|k8s logs|ns=a",
              "one: a",
              "misspelled"),
          new RuleSet(
              "two conditions on the namespace",
              "one|include|never|ns=a ns=b\none|include|k8s logs|ns=c",
              "one: c",
              "never"),
          new RuleSet("a title that needs quotes", "one|include|Größe: 'a' #1|ns=a", "one: a", ""),
          new RuleSet(
              "only exclusions",
              "one|exclude|not a|ns=a\none|exclude|not b|ns=b",
              "",
              "not a,not b"),
          new RuleSet(
              "an operator rule and a list for the whole environment",
              "cluster|include|dynakube|\none|include|k8s logs|ns=a\n"
                  + "environment|include|everywhere|ns=b",
              "one: a b",
              "dynakube,everywhere"),
          new RuleSet(
              "wildcards in every scope",
              "one|include|teams|ns=team-*\none|include|k8s logs|ns=a\n"
                  + "environment|include|all teams|ns=*-team",
              "one: a",
              "teams,all teams"),
          new RuleSet("nothing to import", "environment|include|everything|", "", "everything"));

  static Stream<Arguments> cases() {
    return SETS.stream()
        .flatMap(
            set ->
                Stream.of("environment", "show", "plan", "state", "hcl", "monaco")
                    .map(format -> Arguments.of(format, set)));
  }

  /** Rules in the scope of a Kubernetes cluster, whose UID only an environment knows. */
  private static final List<RuleSet> SETS_OF_CLUSTERS =
      List.of(
          new RuleSet(
              "a list of the operator",
              "cluster|include|dynakube|ns=a,b",
              "one in its cluster: a b",
              ""),
          new RuleSet(
              "one rule per namespace in the cluster",
              "cluster|include|logs of a|ns=a\ncluster|include|logs of b|ns=b\n"
                  + "cluster|include|labelled|k8s.pod.label=logs=true",
              "one in its cluster: a b",
              "labelled"),
          new RuleSet(
              "nothing else in the cluster",
              "cluster|include|dynakube|ns=a\ncluster|exclude|rest|\n"
                  + "environment|include|[Built-in] Ingest all logs|",
              "one in its cluster exclusive: a",
              "[Built-in] Ingest all logs"),
          new RuleSet(
              "lists in the cluster and in its host group",
              "cluster|include|dynakube|ns=a\none|include|k8s logs|ns=b",
              "one: a b",
              "dynakube"),
          new RuleSet(
              "a list in the cluster and a wildcard in its host group",
              "cluster|include|dynakube|ns=a\none|include|teams|ns=team-*",
              "one in its cluster: a",
              "teams"));

  @TempDir private Path folder;

  @Test
  void hasRuleSetsAsPeopleHaveThem() {
    assertThat(SETS).hasSizeGreaterThanOrEqualTo(40);
  }

  static Stream<RuleSet> setsOfClusters() {
    return SETS_OF_CLUSTERS.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setsOfClusters")
  void adoptsRulesInTheScopeOfAKubernetesCluster(RuleSet set) throws IOException {
    changesNothing("environment", set);
  }

  @Test
  void importsAKubernetesClusterWithoutHostGroup() throws IOException {
    EntityId id = new EntityId("KUBERNETES_CLUSTER-0000000000000001");
    List<LogRule> rules = new ArrayList<>();
    List<String> scopes = new ArrayList<>();
    add("cluster|include|dynakube|ns=a,b", rules, scopes);
    ObservedState observed =
        ObservedState.builder()
            .from(ofEnvironment(rules, scopes))
            .hostGroups(Map.of())
            .kubernetesClusters(
                List.of(
                    ObservedKubernetesCluster.builder()
                        .id(id)
                        .label("log-only")
                        .uid(new KubernetesClusterUid("uid-1"))
                        .hostGroups(Set.of())
                        .build()))
            .build();

    RuleImport imported = RuleImport.of(STAGING, observed, Owner.DEFAULT, Set.of());

    assertThat(shown(imported)).isEqualTo("log-only in its cluster: a b");
    assertThat(ImportedYaml.of(List.of(imported), Map.of()))
        .contains("target: kubernetes-cluster\n    kubernetesCluster: {uid: \"uid-1\"}\n");
    assertIsReadBack(imported);
    assertHasNoEffect(imported, observed);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void changesNothing(String format, RuleSet set) throws IOException {
    List<LogRule> rules = new ArrayList<>();
    List<String> scopes = new ArrayList<>();
    set.rules().lines().forEach(line -> add(line, rules, scopes));
    ObservedState observed = observed(format, rules, scopes);

    RuleImport imported = RuleImport.of(STAGING, observed, Owner.DEFAULT, Set.of());

    assertThat(imported.rejected()).isEmpty();
    assertThat(shown(imported)).isEqualTo(set.imported());
    assertThat(imported.left().stream().map(it -> it.rule().rule().title()))
        .containsExactlyInAnyOrder(
            set.left().isEmpty() ? new String[0] : set.left().split(",", -1));
    assertThat(imported.left())
        .allSatisfy(
            it -> {
              assertThat(it.reason()).isNotBlank();
              assertThat(it.consequence()).isNotBlank();
            });
    assertIsReadBack(imported);
    assertHasNoEffect(imported, observed);
  }

  private ObservedState observed(String format, List<LogRule> rules, List<String> scopes)
      throws IOException {
    if (format.equals("environment")) {
      return ofEnvironment(rules, scopes);
    }
    RuleFiles files =
        switch (format) {
          case "monaco" -> monaco(rules, scopes);
          case "hcl" -> terraform("main.tf", hcl(rules, scopes));
          default -> terraform("terraform.json", json(format, rules, scopes));
        };
    assertThat(files.problems()).isEmpty();
    assertThat(files.skipped()).isEmpty();
    return files.observed(STAGING.name(), NAMES);
  }

  private static void assertIsReadBack(RuleImport imported) throws IOException {
    Path file = Files.createTempFile("desired", ".yaml");
    Files.writeString(file, ImportedYaml.of(List.of(imported), Map.of()));
    LoadedState loaded = new YamlFileSource(file).load();
    Files.delete(file);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.state().clusters())
        .isEqualTo(imported.clusters().stream().map(RuleImport.Cluster::desired).toList());
  }

  /** Evaluates all namespaces before and after the steps, and plans again after them. */
  private static void assertHasNoEffect(RuleImport imported, ObservedState observed) {
    DesiredState desired =
        DesiredState.builder()
            .addEnvironment(STAGING)
            .clusters(imported.clusters().stream().map(RuleImport.Cluster::desired).toList())
            .build();
    PlanOptions options =
        PlanOptions.builder().adoption(RuleImport.ADOPTION).keepsRules(true).build();
    Map<RuleScope, List<ScopedRule>> after = new LinkedHashMap<>();
    observed
        .rulesByScope()
        .forEach(
            (scope, rules) ->
                after.put(scope, new ArrayList<>(rules.stream().map(ScopedRule::of).toList())));
    for (LogConfigPlan plan : plans(desired, observed, options)) {
      EvaluatedRules rules = plan.rules().orElseThrow();
      for (String name : List.of("a", "b", "c", "d", "team-x", "kube-x", "other")) {
        NamespaceName namespace = new NamespaceName(name);
        assertThat(RuleEvaluator.verdict(rules.after(), namespace).verdict())
            .as(name)
            .isEqualTo(RuleEvaluator.verdict(rules.before(), namespace).verdict());
      }
      assertThat(RuleEvaluator.otherNamespaces(rules.after(), Set.of()).verdict())
          .isEqualTo(RuleEvaluator.otherNamespaces(rules.before(), Set.of()).verdict());
      for (PlanStep step : plan.steps()) {
        step.applyTo(after.computeIfAbsent(step.scope(), scope -> new ArrayList<>()));
      }
    }
    ObservedState.Builder adopted = ObservedState.builder().from(observed).rules(List.of());
    after.forEach((scope, rules) -> rules.forEach(rule -> adopted.addRule(observed(rule))));
    assertThat(plans(desired, adopted.build(), PlanOptions.DEFAULT))
        .allSatisfy(plan -> assertThat(plan.steps()).isEmpty());
  }

  private static List<LogConfigPlan> plans(
      DesiredState desired, ObservedState observed, PlanOptions options) {
    return LogConfigPlanner.planAll(desired, Map.of(STAGING.name(), observed), options).clusters();
  }

  private static ObservedRule observed(ScopedRule rule) {
    return ObservedRule.builder()
        .objectId(rule.objectId().orElse(new ObjectId("created in " + rule.scope())))
        .updateToken(new UpdateToken("token"))
        .scope(rule.scope())
        .externalId(rule.externalId())
        .rule(rule.rule())
        .build();
  }

  private static String shown(RuleImport imported) {
    return imported.clusters().stream()
        .map(RuleImport.Cluster::desired)
        .map(
            it ->
                it.name()
                    + (it.target() == Target.KUBERNETES_CLUSTER ? " in its cluster" : "")
                    + (it.policy() == Policy.EXCLUSIVE ? " exclusive" : "")
                    + ": "
                    + it.namespaces().stream()
                        .map(NamespaceName::value)
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }

  private static void add(String line, List<LogRule> rules, List<String> scopes) {
    List<String> fields = List.of(line.split("\\|", -1));
    scopes.add(SCOPES.get(fields.get(0)));
    LogRule.Builder rule =
        LogRule.builder()
            .title(fields.get(2))
            .enabled(!fields.get(1).equals("disabled"))
            .action(fields.get(1).equals("exclude") ? RuleAction.EXCLUDE : RuleAction.INCLUDE);
    for (String matcher : List.of(fields.get(3).split(" ", -1))) {
      if (!matcher.isEmpty()) {
        List<String> parts = List.of(matcher.split("=", 2));
        rule.addMatcher(
            Matcher.builder()
                .attribute(
                    new Attribute(parts.get(0).equals("ns") ? "k8s.namespace.name" : parts.get(0)))
                .addValues(parts.get(1).split(",", -1))
                .build());
      }
    }
    rules.add(rule.build());
  }

  private static ObservedState ofEnvironment(List<LogRule> rules, List<String> scopes) {
    ObservedState.Builder observed = ObservedState.builder().environment(STAGING.name());
    NAMES.forEach((id, name) -> observed.putHostGroup(name, Set.of(id)));
    if (scopes.contains(SCOPES.get("cluster"))) {
      observed.addKubernetesCluster(
          ObservedKubernetesCluster.builder()
              .id(new EntityId("KUBERNETES_CLUSTER-0000000000000001"))
              .label("dynakube")
              .uid(new KubernetesClusterUid("uid-1"))
              .hostGroups(Set.of(new EntityId("HOST_GROUP-0000000000000001")))
              .build());
    }
    for (int i = 0; i < rules.size(); i++) {
      observed.addRule(
          ObservedRule.builder()
              .objectId(new ObjectId("object-" + i))
              .updateToken(new UpdateToken("token-" + i))
              .scope(RuleScope.parse(scopes.get(i)))
              .rule(rules.get(i))
              .externalId(
                  i == 0 ? Optional.of(new ExternalId("monaco:cHJvamVjdA==")) : Optional.empty())
              .build());
    }
    return observed.build();
  }

  // formats

  private RuleFiles terraform(String name, String text) throws IOException {
    return RuleFiles.read(
        RuleFiles.Format.TERRAFORM, Files.writeString(folder.resolve(name), text));
  }

  private static String json(String format, List<LogRule> rules, List<String> scopes) {
    List<Object> resources = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      LogRule rule = rules.get(i);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("id", "object-" + i);
      values.put("name", rule.title());
      values.put("enabled", rule.enabled());
      values.put("send_to_storage", rule.action() == RuleAction.INCLUDE);
      values.put("scope", scopes.get(i));
      values.put(
          "matchers",
          rule.matchers().isEmpty()
              ? List.of()
              : List.of(
                  Map.of("matcher", rule.matchers().stream().map(LogRuleCodec::encode).toList())));
      Map<String, Object> resource = new LinkedHashMap<>();
      resource.put("mode", "managed");
      resource.put("type", "dynatrace_log_storage");
      resource.put("name", "rule_" + i);
      if (format.equals("state")) {
        resource.put("instances", List.of(Map.of("attributes", values)));
      } else {
        resource.put("values", values);
      }
      resources.add(resource);
    }
    Map<String, Object> module = Map.of("resources", resources);
    return switch (format) {
      case "state" -> json(Map.of("version", 4, "resources", resources));
      case "plan" -> json(Map.of("planned_values", Map.of("root_module", module)));
      default ->
          json(Map.of("values", Map.of("root_module", Map.of("child_modules", List.of(module)))));
    };
  }

  private static String hcl(List<LogRule> rules, List<String> scopes) {
    StringBuilder hcl = new StringBuilder("provider \"dynatrace\" {}\n# rules\n");
    for (int i = 0; i < rules.size(); i++) {
      LogRule rule = rules.get(i);
      hcl.append("resource \"dynatrace_log_storage\" \"rule_" + i + "\" {\n");
      hcl.append("  name            = \"" + rule.title() + "\"\n");
      hcl.append("  enabled         = " + rule.enabled() + "\n");
      hcl.append("  send_to_storage = " + (rule.action() == RuleAction.INCLUDE) + " // action\n");
      hcl.append("  scope           = \"" + scopes.get(i) + "\"\n");
      hcl.append(i > 0 ? "  insert_after = dynatrace_log_storage.rule_" + (i - 1) + ".id\n" : "");
      if (!rule.matchers().isEmpty()) {
        hcl.append("  matchers {\n");
        for (Matcher matcher : rule.matchers()) {
          hcl.append("    matcher {\n      attribute = \"" + matcher.attribute() + "\"\n");
          hcl.append("      operator = \"MATCHES\"\n      values = [\n");
          matcher.values().forEach(value -> hcl.append("        \"" + value + "\",\n"));
          hcl.append("      ]\n    }\n");
        }
        hcl.append("  }\n");
      }
      hcl.append("}\n");
    }
    return hcl.toString();
  }

  private RuleFiles monaco(List<LogRule> rules, List<String> scopes) throws IOException {
    StringBuilder yaml = new StringBuilder("configs:\n");
    for (int i = 0; i < rules.size(); i++) {
      Map<String, Object> value = new LinkedHashMap<>(LogRuleCodec.encode(rules.get(i)));
      value.put("config-item-title", "{{.name}}");
      Files.writeString(folder.resolve("rule-" + i + ".json"), json(value));
      yaml.append(
          """
          - id: rule-%s
            config:
              name: "%s"
              template: rule-%s.json
            type:
              settings:
                schema: builtin:logmonitoring.log-storage-settings
                scope: %s
          """
              .formatted(i, rules.get(i).title(), i, scopes.get(i)));
    }
    Files.writeString(folder.resolve("config.yaml"), yaml);
    return RuleFiles.read(RuleFiles.Format.MONACO, folder);
  }

  private static String json(Object tree) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  // what cannot be read

  @Test
  void namesTheLineOfWhatIsNoLiteralInTerraform() throws IOException {
    RuleFiles files =
        terraform(
            "main.tf",
            """
            locals { teams = { for t in var.teams : t => "${t}-ns" } }
            resource "dynatrace_log_storage" "computed" {
              name = "logs of ${var.team}"
            }
            resource "dynatrace_log_storage" "repeated" {
              for_each = toset(["a", "b"])
              name     = each.key
            }
            resource "dynatrace_log_storage" "dynamic" {
              name = "dynamic"
              matchers {
                dynamic "matcher" { for_each = var.m
                  content { attribute = "x" } }
              }
            }
            variable "text" {
              default = <<-EOT
                resource "dynatrace_log_storage" "in_text" {
              EOT
            }
            resource "dynatrace_log_storage" "literal" {
              name = "a \\"quoted\\" title"
              matchers { matcher {
                attribute = "k8s.namespace.name"
                values    = ["a"] # one
              } }
            }
            """);

    assertThat(files.problems()).isEmpty();
    assertThat(files.rules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.rule().title()).isEqualTo("a \"quoted\" title");
              assertThat(rule.scope()).isEqualTo("environment");
              assertThat(rule.location().line()).isEqualTo(21);
            });
    assertThat(files.skipped().stream().map(it -> it.location().line() + " " + it.reason()))
        .containsExactly(
            "2 name in line 3 is an expression; only literal values can be read",
            "5 it is repeated with for_each",
            "9 it has a dynamic block in line 12");
  }

  @Test
  void refusesWhatIsNotTerraform() throws IOException {
    assertThat(terraform("main.tf", "resource \"a\" \"b\" {\n  name = \"x\"\n").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.location().line()).isEqualTo(3));
    assertThat(terraform("other.json", "{\"a\": 1}").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("show -json"));
    assertThat(RuleFiles.read(RuleFiles.Format.MONACO, folder.resolve("missing")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("does not exist"));
  }

  @Test
  void namesWhatCannotBeReadOfAMonacoProject() throws IOException {
    Files.writeString(
        folder.resolve("rule.json"), "{\"config-item-title\": \"{{.name}} {{.team}}\"}");
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        configs:
        - id: of-variable
          config:
            name: logs
            template: rule.json
            parameters: {team: {type: environment, name: TEAM}}
          type: &type
            settings:
              schema: builtin:logmonitoring.log-storage-settings
              scope: environment
        - id: of-reference
          config: {name: logs, template: rule.json, parameters: {team: a}}
          type:
            settings:
              schema: builtin:logmonitoring.log-storage-settings
              scope: {type: reference, configId: x}
        - id: literal
          config: {name: logs, template: rule.json, parameters: {team: {type: value, value: a}}}
          type: *type
        - id: another-schema
          type: {settings: {schema: "builtin:alerting.profile", scope: environment}}
        """);

    RuleFiles files = RuleFiles.read(RuleFiles.Format.MONACO, folder);

    assertThat(files.rules().stream().map(it -> it.rule().title())).containsExactly("logs a");
    assertThat(files.skipped().stream().map(it -> it.location().line() + " " + it.reason()))
        .containsExactly(
            "2 its parameter \"team\" is no literal value (type environment)",
            "11 its scope is no literal value (type reference)");
  }

  /**
   * DynaKubes as people have them, of several versions of the operator.
   *
   * @param documents the manifests
   * @param imported the expected clusters with their namespaces
   * @param left the titles of the rules that are expected to be left as they are
   * @param skipped the reasons why a DynaKube is expected not to be read
   */
  private record DynaKubes(
      String name, String documents, String imported, String left, List<String> skipped) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<DynaKubes> dynaKubes() {
    return Stream.of(
        new DynaKubes(
            "operator 0.12 and 1.1, which create no rule",
            """
            apiVersion: dynatrace.com/v1beta1
            kind: DynaKube
            metadata: {name: one, namespace: dynatrace}
            spec:
              apiUrl: https://abc12345.live.dynatrace.com/api
              oneAgent:
                cloudNativeFullStack: {args: ["--set-host-group=one"]}
            """,
            "",
            "",
            List.of()),
        new DynaKubes(
            "operator 1.4: a list, with the host group as a field",
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: one, namespace: dynatrace}
            ---
            apiVersion: dynatrace.com/v1beta3
            kind: DynaKube
            metadata: {name: dynakube, namespace: dynatrace}
            spec:
              apiUrl: https://abc12345.live.dynatrace.com/api
              oneAgent: {hostGroup: one, cloudNativeFullStack: {}}
              logMonitoring:
                ingestRuleMatchers:
                - attribute: k8s.namespace.name
                  values: [a, b]
            """,
            "one: a b",
            "dynakube",
            List.of()),
        new DynaKubes(
            "operator 1.5: a list, with the host group as an argument of the agent",
            """
            apiVersion: dynatrace.com/v1beta4
            kind: DynaKube
            metadata: {name: dynakube}
            spec:
              oneAgent:
                classicFullStack:
                  args: ["--set-network-zone=z", "--set-host-group=one"]
              logMonitoring:
                ingestRuleMatchers:
                - {attribute: k8s.namespace.name, values: [c]}
            """,
            "one: c",
            "dynakube",
            List.of()),
        new DynaKubes(
            "operator 1.6: several attributes",
            """
            apiVersion: dynatrace.com/v1beta5
            kind: DynaKube
            metadata: {name: dynakube}
            spec:
              oneAgent: {hostGroup: one, hostMonitoring: {}}
              logMonitoring:
                ingestRuleMatchers:
                - {attribute: k8s.namespace.name, values: [a, b]}
                - {attribute: k8s.container.name, values: [app]}
            """,
            "",
            "dynakube",
            List.of()),
        new DynaKubes(
            "operator 1.7: conditions without a namespace, and the name of the cluster",
            """
            apiVersion: dynatrace.com/v1beta5
            kind: DynaKube
            metadata:
              name: dynakube
              annotations:
                feature.dynatrace.com/automatic-kubernetes-api-monitoring-cluster-name: stage
            spec:
              oneAgent: {hostGroup: one, applicationMonitoring: {}}
              logMonitoring:
                ingestRuleMatchers:
                - {attribute: k8s.pod.annotation, values: ["logs.dynatrace.com/ingest=true"]}
                - {attribute: k8s.workload.kind, values: [deployment, statefulset]}
            """,
            "",
            "stage",
            List.of()),
        new DynaKubes(
            "operator 1.8: an empty log module, which ingests everything",
            """
            apiVersion: dynatrace.com/v1beta6
            kind: DynaKube
            metadata: {name: dynakube}
            spec:
              oneAgent: {hostGroup: one, cloudNativeFullStack: {}}
              logMonitoring: {}
            """,
            "",
            "dynakube",
            List.of()),
        new DynaKubes(
            "operator 1.10: a list of manifests with a wildcard",
            """
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "dynatrace.com/v1beta6", "kind": "DynaKube",
               "metadata": {"name": "dynakube"},
               "spec": {"oneAgent": {"hostGroup": "one", "cloudNativeFullStack": {}},
                 "logMonitoring": {"ingestRuleMatchers": [
                   {"attribute": "k8s.namespace.name", "values": ["a", "team-*"]}]}}}]}
            """,
            "",
            "dynakube",
            List.of()),
        new DynaKubes(
            "log-only, besides a cluster with an agent",
            """
            apiVersion: dynatrace.com/v1beta5
            kind: DynaKube
            metadata: {name: log-only}
            spec:
              logMonitoring:
                ingestRuleMatchers:
                - {attribute: k8s.namespace.name, values: [a]}
              templates: {logMonitoring: {imageRef: {repository: registry.example.com/log}}}
            ---
            apiVersion: dynatrace.com/v1beta5
            kind: DynaKube
            metadata: {name: dynakube}
            spec:
              oneAgent: {hostGroup: two, cloudNativeFullStack: {}}
              logMonitoring:
                ingestRuleMatchers:
                - {attribute: k8s.namespace.name, values: [b]}
            """,
            "two: b",
            "dynakube",
            List.of("it has no host group, so the cluster that its rule is for is not known")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dynaKubes")
  void importsTheRulesOfDynaKubes(DynaKubes set) throws IOException {
    Path file = Files.writeString(folder.resolve("dynakubes.yaml"), set.documents());

    RuleFiles files = RuleFiles.read(RuleFiles.Format.DYNAKUBE, folder);
    ObservedState observed = files.observed(STAGING.name(), Map.of());
    RuleImport imported = RuleImport.of(STAGING, observed, Owner.DEFAULT, Set.of());

    assertThat(files.problems()).isEmpty();
    assertThat(files.skipped().stream().map(RuleFiles.Skipped::reason)).isEqualTo(set.skipped());
    assertThat(files.rules()).allSatisfy(it -> assertThat(it.location().line()).isPositive());
    assertThat(shown(imported)).isEqualTo(set.imported());
    assertThat(imported.left().stream().map(it -> it.rule().rule().title()))
        .containsExactlyElementsOf(set.left().isEmpty() ? List.of() : List.of(set.left()));
    assertThat(ImportedYaml.of(List.of(imported), files.locations()))
        .matches(it -> set.imported().isEmpty() || it.contains("(" + file + ":"));
    assertIsReadBack(imported);
    assertHasNoEffect(imported, observed);
  }
}

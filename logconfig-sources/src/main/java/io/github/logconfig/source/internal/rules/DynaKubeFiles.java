package io.github.logconfig.source.internal.rules;

import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Problem;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.source.RuleFiles;
import io.github.logconfig.source.RuleFiles.Rule;
import io.github.logconfig.source.RuleFiles.Skipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rules that the Dynatrace Operator creates for DynaKubes with a log module: one rule in
 * the scope of the Kubernetes cluster, with the matchers of {@code ingestRuleMatchers}.
 */
public final class DynaKubeFiles {

  private static final String CLUSTER_NAME =
      "feature.dynatrace.com/automatic-kubernetes-api-monitoring-cluster-name";
  private static final String SET_HOST_GROUP = "--set-host-group=";
  private static final List<String> MODES =
      List.of(
          "cloudNativeFullStack", "classicFullStack", "hostMonitoring", "applicationMonitoring");

  private DynaKubeFiles() {}

  /** Reads a file, or all YAML files of a directory. */
  public static RuleFiles read(Path path) {
    List<Rule> rules = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : MarkedYaml.files(path, List.of(".yaml", ".yml", ".json"), problems)) {
      for (MarkedYaml document : MarkedYaml.documents(file, problems)) {
        add(document, rules, skipped);
        document.get("items").map(MarkedYaml::items).orElse(List.of()).stream()
            .forEach(item -> add(item, rules, skipped));
      }
    }
    return new RuleFiles(rules, skipped, problems);
  }

  private static void add(MarkedYaml document, List<Rule> rules, List<Skipped> skipped) {
    Optional<MarkedYaml> module =
        document.text("kind").filter("DynaKube"::equals).flatMap(it -> logModule(document));
    if (module.isEmpty()) {
      return;
    }
    String name = document.at("metadata", "name").flatMap(MarkedYaml::text).orElse("dynakube");
    String label =
        document
            .at("spec", "kubernetesMonitoring", "registration", "clusterName")
            .or(() -> document.at("metadata", "annotations", CLUSTER_NAME))
            .flatMap(MarkedYaml::text)
            .orElse(name);
    Optional<HostGroupName> hostGroup = hostGroup(document);
    if (hostGroup.isEmpty()) {
      skipped.add(
          new Skipped(
              document.location(),
              "DynaKube " + name,
              "it has no host group, so the cluster that its rule is for is not known"));
      return;
    }
    LogRule.Builder rule = LogRule.builder().title(label);
    for (MarkedYaml matcher :
        module.get().get("ingestRuleMatchers").map(MarkedYaml::items).orElse(List.of())) {
      rule.addMatcher(
          Matcher.builder()
              .attribute(new Attribute(matcher.text("attribute").orElse("")))
              .addAllValues(
                  matcher.get("values").map(MarkedYaml::items).orElse(List.of()).stream()
                      .flatMap(value -> value.text().stream())
                      .toList())
              .build());
    }
    rules.add(
        new Rule(
            rule.build(),
            RuleFiles.entity("KUBERNETES_CLUSTER", hostGroup.get() + "/" + label).value(),
            hostGroup,
            Optional.empty(),
            Optional.empty(),
            module.get().location()));
  }

  /** An empty log module, {@code logMonitoring: {}}, creates a rule that includes everything. */
  private static Optional<MarkedYaml> logModule(MarkedYaml document) {
    return document.at("spec", "logMonitoring");
  }

  private static Optional<HostGroupName> hostGroup(MarkedYaml document) {
    Optional<MarkedYaml> agent = document.at("spec", "oneAgent");
    Optional<String> text = agent.flatMap(it -> it.text("hostGroup"));
    for (String mode : MODES) {
      Optional<MarkedYaml> ofMode = agent.flatMap(it -> it.get(mode));
      text = text.or(() -> ofMode.flatMap(it -> it.text("hostGroup")));
      text =
          text.or(
              () ->
                  ofMode
                      .flatMap(it -> it.get("args"))
                      .map(MarkedYaml::items)
                      .orElse(List.of())
                      .stream()
                      .flatMap(argument -> argument.text().stream())
                      .filter(argument -> argument.startsWith(SET_HOST_GROUP))
                      .map(argument -> argument.substring(SET_HOST_GROUP.length()))
                      .findFirst());
    }
    try {
      return text.map(HostGroupName::new);
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}

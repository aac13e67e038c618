package io.github.logconfig.cli.view;

import io.github.logconfig.inventory.RuleImport;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.source.RuleFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code import} reports besides the file: what was left out and why, and what to do next. */
public final class ImportView {

  private ImportView() {}

  /**
   * Returns the report as text.
   *
   * @param locations where rules are defined that were read from files
   * @param file the file that was written
   * @param offline whether the rules were read from files
   */
  public static String text(
      List<RuleImport> imports,
      Map<ObjectId, SourceLocation> locations,
      List<RuleFiles.Skipped> skipped,
      Optional<Path> file,
      boolean offline) {
    StringBuilder text = new StringBuilder();
    int clusters = imports.stream().mapToInt(it -> it.clusters().size()).sum();
    int namespaces =
        imports.stream()
            .flatMap(it -> it.clusters().stream())
            .mapToInt(it -> it.desired().namespaces().size())
            .sum();
    line(
        text,
        "Imported "
            + Phrases.count(clusters, "cluster")
            + " with "
            + Phrases.count(namespaces, "namespace")
            + ".");
    int left = imports.stream().mapToInt(it -> it.left().size()).sum() + skipped.size();
    if (left > 0) {
      line(text, "Not adopted, and why:");
    }
    for (RuleImport imported : imports) {
      for (RuleImport.LeftRule rule : imported.left()) {
        line(
            text,
            "  "
                + named(rule, locations)
                + ": "
                + rule.reason()
                + ". Consequence: "
                + rule.consequence()
                + ".");
      }
    }
    for (RuleFiles.Skipped part : skipped) {
      line(text, "  " + part.location() + ": " + part.subject() + ": " + part.reason() + ".");
    }
    for (RuleImport imported : imports) {
      imported
          .rejected()
          .forEach(
              (name, reason) -> line(text, "  cluster " + name + " is left out: " + reason + "."));
    }
    long adopted =
        imports.stream()
            .flatMap(it -> it.clusters().stream())
            .mapToLong(it -> it.adopted().size())
            .sum();
    line(
        text,
        "Checked: the plan "
            + (adopted == 0 ? "" : "that adopts " + Phrases.count(adopted, "rule") + " ")
            + "starts and stops no namespace"
            + (offline ? ", if Dynatrace holds exactly the rules of the files." : "."));
    line(
        text,
        "Next: logconfig plan --file "
            + file.map(Path::toString).orElse("FILE")
            + (adopted == 0 ? "" : " --adopt-imported")
            + (isFromMonaco(imports) ? " --adopt-from monaco" : ""));
    return text.toString();
  }

  /**
   * Returns the report as a tree.
   *
   * @param yaml the desired state, which the tree contains unless it was written to a file
   */
  public static Map<String, Object> json(
      List<RuleImport> imports,
      Map<ObjectId, SourceLocation> locations,
      List<RuleFiles.Skipped> skipped,
      Optional<Path> file,
      String yaml) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environments", imports.stream().map(it -> environment(it, locations)).toList());
    List<Object> unreadable = new ArrayList<>();
    for (RuleFiles.Skipped part : skipped) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("location", part.location().toString());
      tree.put("subject", part.subject());
      tree.put("reason", part.reason());
      unreadable.add(tree);
    }
    document.put("skipped", unreadable);
    document.put("adoptFromMonaco", isFromMonaco(imports));
    file.ifPresentOrElse(
        it -> document.put("file", it.toString()), () -> document.put("desiredState", yaml));
    return document;
  }

  private static Map<String, Object> environment(
      RuleImport imported, Map<ObjectId, SourceLocation> locations) {
    List<Object> clusters = new ArrayList<>();
    for (RuleImport.Cluster cluster : imported.clusters()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("cluster", cluster.desired().name().value());
      tree.put("target", cluster.desired().target().label());
      tree.put("policy", cluster.desired().policy().label());
      tree.put(
          "namespaces", cluster.desired().namespaces().stream().map(NamespaceName::value).toList());
      tree.put("adopts", cluster.adopted().stream().map(it -> rule(it, locations)).toList());
      clusters.add(tree);
    }
    List<Object> left = new ArrayList<>();
    for (RuleImport.LeftRule rule : imported.left()) {
      Map<String, Object> tree = rule(rule.rule(), locations);
      rule.scopeName().ifPresent(name -> tree.put("scopeName", name));
      tree.put("reason", rule.reason());
      tree.put("consequence", rule.consequence());
      left.add(tree);
    }
    List<Object> rejected = new ArrayList<>();
    imported
        .rejected()
        .forEach((name, reason) -> rejected.add(Map.of("cluster", name.value(), "reason", reason)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", imported.environment().name().value());
    tree.put("clusters", clusters);
    tree.put("notAdopted", left);
    tree.put("leftOut", rejected);
    return tree;
  }

  private static Map<String, Object> rule(
      ObservedRule rule, Map<ObjectId, SourceLocation> locations) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", rule.rule().title());
    tree.put("scope", rule.scope().id());
    SourceLocation location = locations.get(rule.objectId());
    if (location == null) {
      tree.put("objectId", rule.objectId().value());
    } else {
      tree.put("location", location.toString());
    }
    return tree;
  }

  private static boolean isFromMonaco(List<RuleImport> imports) {
    return imports.stream()
        .flatMap(it -> it.clusters().stream())
        .flatMap(it -> it.adopted().stream())
        .flatMap(rule -> rule.externalId().stream())
        .anyMatch(id -> Adoption.Tool.of(id).isPresent());
  }

  private static String named(RuleImport.LeftRule left, Map<ObjectId, SourceLocation> locations) {
    ObservedRule rule = left.rule();
    String title = "rule " + Quoted.of(rule.rule().title());
    SourceLocation location = locations.get(rule.objectId());
    return location == null ? title + " of " + scope(left) : location + ": " + title;
  }

  private static String scope(RuleImport.LeftRule left) {
    RuleScope scope = left.rule().scope();
    String name = left.scopeName().map(Quoted::line).orElse(scope.id());
    return switch (scope.kind()) {
      case ENVIRONMENT -> "the environment";
      case HOST -> "host " + name;
      case KUBERNETES_CLUSTER -> "Kubernetes cluster " + name;
      case HOST_GROUP -> "host group " + name;
      case OTHER -> "scope " + name;
    };
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}

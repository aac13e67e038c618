package io.github.logconfig.cli.view;

import io.github.logconfig.inventory.RuleImport;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.source.RuleFiles;
import java.nio.file.Path;
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
        "Checked: the plan that adopts "
            + Phrases.count(adopted, "rule")
            + " starts and stops no namespace"
            + (offline ? ", if Dynatrace holds exactly the rules of the files." : "."));
    line(
        text,
        "Next: logconfig plan --file "
            + file.map(Path::toString).orElse("FILE")
            + " --adopt-imported"
            + (isFromMonaco(imports) ? " --adopt-from monaco" : ""));
    return text.toString();
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

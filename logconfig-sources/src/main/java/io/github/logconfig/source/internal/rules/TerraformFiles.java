package io.github.logconfig.source.internal.rules;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.source.RuleFiles;
import io.github.logconfig.source.RuleFiles.Rule;
import io.github.logconfig.source.RuleFiles.Skipped;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads resources {@code dynatrace_log_storage} of Terraform and OpenTofu: from the output of
 * {@code show -json} for a state or a plan, from state files, and from configuration files as far
 * as they have literal values.
 */
public final class TerraformFiles {

  private static final String TYPE = "dynatrace_log_storage";

  private final List<Rule> rules = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private TerraformFiles() {}

  /** Reads a file, or the configuration files of a directory. */
  public static RuleFiles read(Path path) {
    TerraformFiles files = new TerraformFiles();
    for (Path file : MarkedYaml.files(path, List.of(".tf"), files.problems)) {
      if (file.toString().endsWith(".tf")) {
        files.readConfiguration(file);
      } else {
        files.readJson(file);
      }
    }
    return new RuleFiles(files.rules, files.skipped, files.problems);
  }

  private void readJson(Path file) {
    for (MarkedYaml document : MarkedYaml.documents(file, problems)) {
      Optional<MarkedYaml> values =
          document
              .at("values", "root_module")
              .or(() -> document.at("planned_values", "root_module"));
      Optional<MarkedYaml> state = document.get("version").flatMap(it -> document.get("resources"));
      if (values.isEmpty() && state.isEmpty()) {
        problems.add(
            new Problem(
                YamlFile.location(file),
                "the file is neither a state nor the output of show -json; expected values,"
                    + " planned_values or resources"));
      }
      values.ifPresent(this::readModule);
      state.map(MarkedYaml::items).orElse(List.of()).forEach(this::readStateResource);
    }
  }

  private void readModule(MarkedYaml module) {
    for (MarkedYaml resource : module.get("resources").map(MarkedYaml::items).orElse(List.of())) {
      if (isRule(resource)) {
        resource.get("values").ifPresent(values -> add(values, resource.location()));
      }
    }
    module.get("child_modules").map(MarkedYaml::items).orElse(List.of()).forEach(this::readModule);
  }

  private void readStateResource(MarkedYaml resource) {
    if (isRule(resource)) {
      resource.get("instances").map(MarkedYaml::items).orElse(List.of()).stream()
          .forEach(
              instance -> instance.get("attributes").ifPresent(it -> add(it, instance.location())));
    }
  }

  private static boolean isRule(MarkedYaml resource) {
    return resource.text("type").filter(TYPE::equals).isPresent()
        && resource.text("mode").filter("data"::equals).isEmpty();
  }

  private void add(MarkedYaml values, SourceLocation location) {
    List<Map<String, @Nullable Object>> matchers = new ArrayList<>();
    for (MarkedYaml group : values.get("matchers").map(MarkedYaml::items).orElse(List.of())) {
      for (MarkedYaml matcher : group.get("matcher").map(MarkedYaml::items).orElse(List.of())) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List.of("attribute", "operator", "values")
            .forEach(key -> matcher.get(key).ifPresent(it -> fields.put(key, it.plain())));
        matchers.add(fields);
      }
    }
    add(
        values.get("name").map(MarkedYaml::plain).orElse(null),
        values.get("enabled").map(MarkedYaml::plain).orElse(true),
        values.get("send_to_storage").map(MarkedYaml::plain).orElse(true),
        matchers,
        values.text("scope"),
        values.text("id"),
        location);
  }

  private void add(
      @Nullable Object title,
      @Nullable Object enabled,
      @Nullable Object include,
      List<Map<String, @Nullable Object>> matchers,
      Optional<String> scope,
      Optional<String> objectId,
      SourceLocation location) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put(LogRuleCodec.TITLE, title);
    value.put(LogRuleCodec.ENABLED, enabled);
    value.put(LogRuleCodec.SEND_TO_STORAGE, include);
    value.put(LogRuleCodec.MATCHERS, matchers);
    rules.add(
        new Rule(
            LogRuleCodec.decode(value),
            scope.filter(text -> !text.isBlank()).orElse("environment"),
            Optional.empty(),
            objectId.filter(text -> !text.isBlank()).map(ObjectId::new),
            Optional.empty(),
            location));
  }

  // configuration files

  private void readConfiguration(Path file) {
    try {
      for (Hcl.Block block : Hcl.parse(Files.readString(file))) {
        if (block.type().equals("resource")
            && block.labels().size() == 2
            && block.labels().get(0).equals(TYPE)) {
          readResource(block, YamlFile.location(file).atLine(block.line()));
        }
      }
    } catch (Hcl.SyntaxException e) {
      problems.add(
          new Problem(
              YamlFile.location(file).atLine(e.line()),
              "the file cannot be read: "
                  + e.getMessage()
                  + ". Use the output of terraform show -json instead"));
    } catch (IOException e) {
      problems.add(MarkedYaml.unreadable(file, e));
    }
  }

  private void readResource(Hcl.Block block, SourceLocation location) {
    Optional<String> objection = objection(block);
    if (objection.isPresent()) {
      skipped.add(
          new Skipped(location, "resource " + TYPE + "." + block.labels().get(1), objection.get()));
      return;
    }
    List<Map<String, @Nullable Object>> matchers = new ArrayList<>();
    for (Hcl.Block group : block.blocks("matchers")) {
      for (Hcl.Block matcher : group.blocks("matcher")) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List.of("attribute", "operator", "values")
            .forEach(key -> matcher.value(key).ifPresent(it -> fields.put(key, it)));
        matchers.add(fields);
      }
    }
    add(
        block.value("name").orElse(null),
        block.value("enabled").orElse(true),
        block.value("send_to_storage").orElse(true),
        matchers,
        block.value("scope").map(String::valueOf),
        Optional.empty(),
        location);
  }

  /** Returns why a resource has no literal values; empty if it has. */
  private static Optional<String> objection(Hcl.Block block) {
    for (String repeated : List.of("count", "for_each")) {
      if (block.attributes().containsKey(repeated)) {
        return Optional.of("it is repeated with " + repeated);
      }
    }
    List<Hcl.Block> all = new ArrayList<>();
    all.add(block);
    block.blocks("matchers").forEach(all::add);
    block.blocks("matchers").forEach(group -> all.addAll(group.blocks("matcher")));
    for (Hcl.Block part : all) {
      if (!part.blocks("dynamic").isEmpty()) {
        return Optional.of(
            "it has a dynamic block in line " + part.blocks("dynamic").get(0).line());
      }
      for (Map.Entry<String, Hcl.Value> attribute : part.attributes().entrySet()) {
        boolean ignored =
            attribute.getKey().equals("insert_after") || attribute.getKey().equals("depends_on");
        if (attribute.getValue().literal().isEmpty() && !ignored) {
          return Optional.of(
              attribute.getKey()
                  + " in line "
                  + attribute.getValue().line()
                  + " is an expression; only literal values can be read");
        }
      }
    }
    return Optional.empty();
  }
}

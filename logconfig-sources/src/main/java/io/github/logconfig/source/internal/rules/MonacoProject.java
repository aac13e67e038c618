package io.github.logconfig.source.internal.rules;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.source.RuleFiles;
import io.github.logconfig.source.RuleFiles.Rule;
import io.github.logconfig.source.RuleFiles.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the log ingest rules of a Monaco project or download: the configurations of the schema in
 * YAML files, each with a JSON template. Parameters with literal values are inserted into the
 * template; a rule with any other parameter cannot be read.
 */
public final class MonacoProject {

  /** Thrown if a configuration cannot be read. */
  private static final class NotReadableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotReadableException(String message) {
      super(message);
    }
  }

  private static final Pattern PARAMETER =
      Pattern.compile("\\{\\{-?\\s*\\.([A-Za-z0-9_-]+)\\s*-?}}");

  private MonacoProject() {}

  /** Reads a directory, or one file with configurations. */
  public static RuleFiles read(Path path) {
    List<Rule> rules = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : MarkedYaml.files(path, List.of(".yaml", ".yml"), problems)) {
      for (MarkedYaml document : MarkedYaml.documents(file, problems)) {
        for (MarkedYaml config : document.get("configs").map(MarkedYaml::items).orElse(List.of())) {
          if (config
              .at("type", "settings", "schema")
              .flatMap(MarkedYaml::text)
              .filter(LogRule.SCHEMA_ID::equals)
              .isPresent()) {
            String id = config.text("id").orElse("without id");
            try {
              rules.add(rule(config, id, file));
            } catch (NotReadableException e) {
              skipped.add(
                  new Skipped(
                      config.location(),
                      "configuration " + Quoted.of(id),
                      String.valueOf(e.getMessage())));
            }
          }
        }
      }
    }
    return new RuleFiles(rules, skipped, problems);
  }

  private static Rule rule(MarkedYaml entry, String id, Path file) throws NotReadableException {
    if (entry.get("groupOverrides").isPresent() || entry.get("environmentOverrides").isPresent()) {
      throw new NotReadableException("it has overrides for groups or environments");
    }
    MarkedYaml config =
        entry.get("config").orElseThrow(() -> new NotReadableException("it has no key config"));
    if (config.text("skip").filter("true"::equals).isPresent()) {
      throw new NotReadableException("it is skipped (skip: true)");
    }
    String template =
        config.text("template").orElseThrow(() -> new NotReadableException("it has no template"));
    Map<String, MarkedYaml> parameters = new HashMap<>();
    config.get("parameters").ifPresent(all -> parameters.putAll(all.entries()));
    config.get("name").ifPresent(name -> parameters.put("name", name));
    String json = filled(text(file, template), template, parameters);
    MarkedYaml value;
    try {
      value = MarkedYaml.documents(json, SourceLocation.ofFile(template)).get(0);
    } catch (YamlEngineException | IndexOutOfBoundsException e) {
      throw new NotReadableException("its template " + Quoted.of(template) + " is not valid JSON");
    }
    return new Rule(
        LogRuleCodec.decode(value.plain()),
        scope(entry),
        Optional.empty(),
        entry.text("originObjectId").filter(text -> !text.isBlank()).map(ObjectId::new),
        Optional.of(new ExternalId("monaco:" + id)),
        entry.location());
  }

  private static String scope(MarkedYaml entry) throws NotReadableException {
    MarkedYaml scope =
        entry
            .at("type", "settings", "scope")
            .orElseThrow(() -> new NotReadableException("it has no scope"));
    return literal(scope, "its scope");
  }

  private static String text(Path file, String template) throws NotReadableException {
    try {
      return Files.readString(file.resolveSibling(template));
    } catch (IOException | InvalidPathException e) {
      throw new NotReadableException("its template " + Quoted.of(template) + " cannot be read");
    }
  }

  private static String filled(String text, String template, Map<String, MarkedYaml> parameters)
      throws NotReadableException {
    StringBuilder filled = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      filled.append(text, from, matcher.start());
      filled.append(parameter(matcher.group(1), parameters));
      from = matcher.end();
    }
    filled.append(text, from, text.length());
    if (text.replaceAll(PARAMETER.pattern(), "").contains("{{")) {
      throw new NotReadableException(
          "its template "
              + Quoted.of(template)
              + " has an expression; only {{.parameter}} can be read");
    }
    return filled.toString();
  }

  private static String parameter(String name, Map<String, MarkedYaml> parameters)
      throws NotReadableException {
    MarkedYaml value = parameters.get(name);
    if (value == null) {
      throw new NotReadableException("its parameter " + Quoted.of(name) + " is not defined");
    }
    boolean isList = value.text("type").filter("list"::equals).isPresent();
    if (isList) {
      return value.get("values").map(MarkedYaml::items).orElse(List.of()).stream()
          .flatMap(item -> item.text().or(() -> item.text("value")).stream())
          .map(item -> '"' + escaped(item) + '"')
          .collect(Collectors.joining(",", "[", "]"));
    }
    return escaped(literal(value, "its parameter " + Quoted.of(name)));
  }

  /** Returns the text of {@code value} or {@code {type: value, value: …}}. */
  private static String literal(MarkedYaml value, String subject) throws NotReadableException {
    Optional<String> text = value.text();
    if (text.isEmpty() && value.text("type").filter("value"::equals).isPresent()) {
      text = value.text("value");
    }
    return text.orElseThrow(
        () ->
            new NotReadableException(
                subject
                    + " is no literal value"
                    + value
                        .text("type")
                        .map(type -> " (type " + Quoted.line(type) + ")")
                        .orElse("")));
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}

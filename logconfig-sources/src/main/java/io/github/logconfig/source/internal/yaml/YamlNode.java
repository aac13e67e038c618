package io.github.logconfig.source.internal.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Node.Entry;
import io.github.logconfig.source.internal.yaml.Node.Mapping;
import io.github.logconfig.source.internal.yaml.Node.Scalar;
import io.github.logconfig.source.internal.yaml.Node.Sequence;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of a YAML document with its location. A node that is missing or has an unexpected type is
 * reported as a problem; the caller receives an empty result and continues.
 */
public final class YamlNode {

  /** The key of a reference to another file. */
  public static final String REFERENCE = "$ref";

  private final Node node;
  private final SourceLocation document;
  private final Problems problems;
  private final Yaml11 yaml11;

  YamlNode(Node node, SourceLocation document, Problems problems, Yaml11 yaml11) {
    this.node = node;
    this.document = document;
    this.problems = problems;
    this.yaml11 = yaml11;
  }

  /** Returns the same node, reporting to {@code others}. */
  public YamlNode reportingTo(Problems others) {
    return new YamlNode(node, document, others, yaml11);
  }

  /** Returns a node of another document, reporting where this one reports. */
  public YamlNode other(YamlNode node) {
    return node.reportingTo(problems);
  }

  private YamlNode below(Node other) {
    return new YamlNode(other, document, problems, yaml11);
  }

  public SourceLocation location() {
    return document.atLine(node.line());
  }

  public void problem(String message) {
    problems.add(location(), message);
  }

  void duplicateKey(String key) {
    problem("key " + Quoted.of(key) + " is defined more than once");
  }

  /** Returns the entries of a mapping by key; empty, with a problem, if this is not a mapping. */
  public Optional<Map<String, YamlNode>> mapping(String what) {
    if (!(node instanceof Mapping mapping)) {
      problem(what + " must be a mapping, not " + kind());
      return Optional.empty();
    }
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      YamlNode key = below(entry.key());
      Optional<String> name = key.keyText("a key of " + what);
      YamlNode value = below(entry.value());
      if (name.isPresent() && key.isMergeKey()) {
        key.problem("the merge key << is not part of YAML 1.2; copy its entries");
      }
      if (name.isPresent() && entries.putIfAbsent(name.get(), value) != null) {
        key.duplicateKey(name.get());
      }
    }
    return Optional.of(entries);
  }

  /** Like {@link #mapping(String)}; any key but {@code known} is a problem. */
  public Optional<Map<String, YamlNode>> mapping(String what, Set<String> known) {
    Optional<Map<String, YamlNode>> entries = mapping(what);
    entries.ifPresent(
        map ->
            map.forEach(
                (key, value) -> {
                  if (!known.contains(key)) {
                    value.problem(
                        "unknown key "
                            + Quoted.of(key)
                            + " of "
                            + what
                            + "; known are "
                            + String.join(", ", known.stream().sorted().toList()));
                  }
                }));
    return entries;
  }

  /** Returns the items of a list; empty, with a problem, if this is not a list. */
  public List<YamlNode> list(String what) {
    if (!(node instanceof Sequence sequence)) {
      problem(what + " must be a list, not " + kind());
      return List.of();
    }
    return new AbstractList<>() {
      @Override
      public YamlNode get(int index) {
        return below(sequence.items().get(index));
      }

      @Override
      public int size() {
        return sequence.items().size();
      }
    };
  }

  /** Returns the text of a scalar; empty, with a problem, if this is not text. */
  public Optional<String> text(String what) {
    if (node instanceof Scalar scalar && scalar.tag().equals(Tag.STR)) {
      return yaml11.check(scalar, what, document, problems)
          ? Optional.of(scalar.text())
          : Optional.empty();
    }
    problem(
        what
            + " must be text, not "
            + kind()
            + (isScalar() && !hasOtherTag() ? "; put it in quotes" : ""));
    return Optional.empty();
  }

  /**
   * Returns the text of a key. {@code on} and {@code off} are common keys, so they are accepted.
   */
  private Optional<String> keyText(String what) {
    return node.tag().equals(Tag.STR) ? peekText() : text(what);
  }

  /** Returns the parsed text of a scalar; empty, with a problem, if it is invalid. */
  public <T> Optional<T> value(String what, Function<String, T> parser) {
    Optional<String> text = text(what);
    try {
      return text.map(parser);
    } catch (InvalidValueException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Like {@link #value} for any scalar, so that numbers need no quotes. */
  public <T> Optional<T> scalar(String what, Function<String, T> parser) {
    if (!isScalar()) {
      return value(what, parser);
    }
    try {
      return peekText().map(parser);
    } catch (InvalidValueException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  public boolean isNull() {
    return node.tag().equals(Tag.NULL);
  }

  public boolean isMapping() {
    return node instanceof Mapping;
  }

  public boolean isList() {
    return node instanceof Sequence;
  }

  /** Returns the boolean, false for null; empty, with a problem, if this is neither. */
  public Optional<Boolean> bool(String what) {
    if (node instanceof Scalar scalar && scalar.tag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.text().toLowerCase(Locale.ROOT)));
    }
    if (isNull()) {
      return Optional.of(false);
    }
    problem(what + " must be true or false, not " + kind());
    return Optional.empty();
  }

  /** Returns a mapping of text to text; empty, with a problem, if this is not one. */
  public Optional<Map<String, String>> textMapping(String what) {
    Optional<Map<String, YamlNode>> entries = mapping(what);
    Map<String, String> texts = new TreeMap<>();
    entries.ifPresent(
        map ->
            map.forEach(
                (key, value) ->
                    value
                        .text(Quoted.of(key) + " of " + what)
                        .ifPresent(text -> texts.put(key, text))));
    return entries.filter(map -> map.size() == texts.size()).map(map -> texts);
  }

  /** Returns the targets of all references at or below this node. Aliases are visited once. */
  public Set<String> references() {
    Set<String> targets = new LinkedHashSet<>();
    collectReferences(Collections.newSetFromMap(new IdentityHashMap<>()), targets);
    return targets;
  }

  private void collectReferences(Set<Node> seen, Set<String> targets) {
    if (!seen.add(node)) {
      return;
    }
    peek(REFERENCE).flatMap(YamlNode::peekText).ifPresent(targets::add);
    children().forEach(child -> child.collectReferences(seen, targets));
  }

  /** All nodes right below this one. */
  private List<YamlNode> children() {
    List<YamlNode> children = new ArrayList<>();
    if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> children.add(below(item)));
    } else if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        children.add(below(entry.value()));
      }
    }
    return children;
  }

  /** The value of a key, without any complaint if this is no mapping or has no such key. */
  public Optional<YamlNode> peek(String key) {
    if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        if (entry.key().text().equals(key)) {
          return Optional.of(below(entry.value()));
        }
      }
    }
    return Optional.empty();
  }

  /** The text of a scalar, without any complaint if this is none. */
  public Optional<String> peekText() {
    return node instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  /** Other readers would merge what this one would pass over: better neither. */
  private boolean isMergeKey() {
    return node instanceof Scalar scalar
        && scalar.isPlain()
        && scalar.text().equals("<<")
        && scalar.line() > 0;
  }

  private boolean hasOtherTag() {
    return !Set.of(Tag.STR, Tag.BOOL, Tag.INT, Tag.FLOAT).contains(node.tag());
  }

  private boolean isScalar() {
    return node instanceof Scalar && !isNull();
  }

  private String kind() {
    if (node instanceof Mapping) {
      return "a mapping";
    }
    if (node instanceof Sequence) {
      return "a list";
    }
    if (isNull()) {
      return "empty";
    }
    String value = Quoted.of(((Scalar) node).text());
    if (node.tag().equals(Tag.BOOL)) {
      return "the boolean " + value;
    }
    if (node.tag().equals(Tag.INT) || node.tag().equals(Tag.FLOAT)) {
      return "the number " + value;
    }
    return node.tag().equals(Tag.STR)
        ? "the text " + value
        : value + " with the tag " + Quoted.of(node.tag().getValue());
  }

  /**
   * Returns JSON as a node, so that JSON and YAML are parsed by the same code. The node has no line
   * numbers.
   *
   * @param path path of the document in the data of the server or bundle, which is not a file
   */
  public static YamlNode ofJson(JsonNode json, String path, Problems problems) {
    return new YamlNode(node(json), SourceLocation.ofPlace(path), problems, Yaml11.ACCEPT);
  }

  private static Node node(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> mapping(json);
      case ARRAY -> {
        List<Node> items = new ArrayList<>();
        json.forEach(item -> items.add(node(item)));
        yield new Sequence(Tag.SEQ, items, 0);
      }
      case STRING -> scalar(Tag.STR, json.textValue());
      case BOOLEAN -> scalar(Tag.BOOL, json.asText());
      case NUMBER -> scalar(json.isIntegralNumber() ? Tag.INT : Tag.FLOAT, json.asText());
      case NULL, MISSING, BINARY, POJO -> scalar(Tag.NULL, "null");
    };
  }

  private static Node mapping(JsonNode json) {
    List<Entry> entries = new ArrayList<>();
    json.properties()
        .forEach(
            entry ->
                entries.add(new Entry(scalar(Tag.STR, entry.getKey()), node(entry.getValue()))));
    return new Mapping(Tag.MAP, entries, 0);
  }

  private static Scalar scalar(Tag tag, String text) {
    return new Scalar(tag, text, true, 0);
  }
}

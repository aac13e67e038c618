package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.source.internal.yaml.Node.Entry;
import io.github.logconfig.source.internal.yaml.Node.Mapping;
import io.github.logconfig.source.internal.yaml.Node.Scalar;
import io.github.logconfig.source.internal.yaml.Node.Sequence;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * Composes the values of one document from the events of a parser. The composer of the library
 * keeps all values, with two positions each; this one may pass on the items of a list without
 * keeping them, and skips the values of unread keys of the top mapping.
 */
final class Composer {

  /** YAML 1.2 has no merge key. */
  private static final ScalarResolver RESOLVER = new CoreScalarResolver(false);

  /** What starts with a lower-case letter and is not text. */
  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private static final int LONGEST_WORD = 5;

  private final Parser parser;
  private final Limits limits;
  private final Predicate<String> isKept;
  private final Consumer<Scalar> skipped;
  private final Map<String, Consumer<Node>> streamed;
  private final Map<Anchor, Node> anchors = new HashMap<>();
  private int depth;
  private int aliases;
  private int values;

  /**
   * Creates a composer.
   *
   * @param isKept whether a key of the top mapping is read
   * @param skipped receives the other keys
   * @param streamed receive the items of lists that are values of the top mapping, by key; such a
   *     list is empty in the document, unless an alias may refer to it
   */
  Composer(
      Parser parser,
      Limits limits,
      Predicate<String> isKept,
      Consumer<Scalar> skipped,
      Map<String, Consumer<Node>> streamed) {
    this.parser = parser;
    this.limits = limits;
    this.isKept = isKept;
    this.skipped = skipped;
    this.streamed = streamed;
  }

  /** The document exceeds a limit or is not supported. */
  static final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    RejectedException(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  /** Returns the root of the first document; empty if there is none. */
  Optional<Node> document() {
    parser.next(); // start of the stream
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    parser.next();
    NodeEvent root = next();
    return Optional.of(
        root instanceof CollectionStartEvent start && isMapping(start)
            ? topMapping(start)
            : compose(root));
  }

  /** Returns the line of the root of the next document; empty at the end of the stream. */
  Optional<Integer> lineOfNextDocument() {
    while (parser.checkEvent(Event.ID.DocumentEnd)) {
      parser.next();
    }
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    parser.next();
    return Optional.of(line(parser.peekEvent()));
  }

  private Node topMapping(CollectionStartEvent start) {
    Mapping mapping = mapping(start);
    Set<String> keys = new HashSet<>();
    while (!atEnd(Event.ID.MappingEnd)) {
      NodeEvent event = next();
      if (event instanceof ScalarEvent scalar && !isKept.test(scalar.getValue())) {
        skipped.accept((Scalar) compose(scalar));
        skip(next());
        continue;
      }
      Scalar key = key(event);
      Consumer<Node> items = keys.add(key.text()) ? streamed.get(key.text()) : null;
      mapping.entries().add(new Entry(key, items == null ? compose(next()) : stream(items)));
    }
    return mapping;
  }

  private Node stream(Consumer<Node> items) {
    NodeEvent event = next();
    if (event instanceof CollectionStartEvent start
        && !isMapping(start)
        && start.getAnchor().isEmpty()) {
      while (!atEnd(Event.ID.SequenceEnd)) {
        items.accept(compose(next()));
      }
      return new Sequence(tag(start, Tag.SEQ), List.of(), line(start));
    }
    Node value = compose(event);
    if (value instanceof Sequence sequence) {
      sequence.items().forEach(items);
    }
    return value;
  }

  /** Skips a value, except for anchors: what is read may refer to them. */
  private void skip(NodeEvent first) {
    if (first.getAnchor().isPresent()) {
      compose(first);
      return;
    }
    if (first instanceof CollectionStartEvent start) {
      Event.ID end = isMapping(start) ? Event.ID.MappingEnd : Event.ID.SequenceEnd;
      while (!atEnd(end)) {
        skip(next());
      }
    }
  }

  private Node compose(NodeEvent event) {
    if (event instanceof AliasEvent alias) {
      return target(alias);
    }
    values++;
    if (values > limits.values()) {
      throw new RejectedException(line(event), "more than " + limits.values() + " values");
    }
    if (event instanceof ScalarEvent scalar) {
      Node node = new Scalar(tag(scalar), scalar.getValue(), scalar.isPlain(), line(scalar));
      if (scalar.getAnchor().isPresent()) { // a lambda for each scalar would take longer
        anchors.put(scalar.getAnchor().get(), node);
      }
      return node;
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    if (isMapping(start)) {
      Mapping mapping = mapping(start);
      while (!atEnd(Event.ID.MappingEnd)) {
        mapping.entries().add(new Entry(key(next()), compose(next())));
      }
      return mapping;
    }
    Sequence sequence = new Sequence(tag(start, Tag.SEQ), new ArrayList<>(), line(start));
    start.getAnchor().ifPresent(anchor -> anchors.put(anchor, sequence));
    while (!atEnd(Event.ID.SequenceEnd)) {
      sequence.items().add(compose(next()));
    }
    return sequence;
  }

  private Mapping mapping(CollectionStartEvent start) {
    Mapping mapping = new Mapping(tag(start, Tag.MAP), new ArrayList<>(), line(start));
    start.getAnchor().ifPresent(anchor -> anchors.put(anchor, mapping));
    return mapping;
  }

  private Scalar key(NodeEvent event) {
    if (compose(event) instanceof Scalar scalar) {
      return scalar;
    }
    throw new RejectedException(
        line(event), "invalid YAML: a key is a list or a mapping; expected text");
  }

  private Node target(AliasEvent alias) {
    Node target = anchors.get(alias.getAlias());
    if (target == null) {
      throw new RejectedException(
          line(alias), "invalid YAML: found undefined alias " + alias.getAlias());
    }
    if (!(target instanceof Scalar)) {
      aliases++;
      if (aliases > limits.aliases()) {
        throw new RejectedException(
            line(alias),
            "more than " + limits.aliases() + " aliases of lists or mappings; write them out");
      }
    }
    return target;
  }

  private NodeEvent next() {
    NodeEvent event = (NodeEvent) parser.next();
    if (event instanceof CollectionStartEvent) {
      depth++;
      if (depth > limits.depth()) {
        throw new RejectedException(
            line(event), "invalid YAML: nested deeper than " + limits.depth());
      }
    }
    return event;
  }

  /** Consumes the end of a collection, if it is next. */
  private boolean atEnd(Event.ID end) {
    if (!parser.checkEvent(end)) {
      return false;
    }
    parser.next();
    depth--;
    return true;
  }

  private static boolean isMapping(CollectionStartEvent start) {
    return start.getEventId() == Event.ID.MappingStart;
  }

  private static Tag tag(ScalarEvent scalar) {
    Optional<String> tag = scalar.getTag().filter(it -> !it.equals("!"));
    if (tag.isPresent()) {
      return new Tag(tag.get());
    }
    String text = scalar.getValue();
    // the regular expressions of the resolver are slow, and most scalars are names
    boolean isName =
        !text.isEmpty()
            && text.charAt(0) >= 'a'
            && text.charAt(0) <= 'z'
            && (text.length() > LONGEST_WORD || !WORDS.contains(text));
    return isName
        ? Tag.STR
        : RESOLVER.resolve(text, scalar.getImplicit().canOmitTagInPlainScalar());
  }

  private static Tag tag(CollectionStartEvent start, Tag implicit) {
    return start.getTag().filter(it -> !it.equals("!")).map(Tag::new).orElse(implicit);
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}

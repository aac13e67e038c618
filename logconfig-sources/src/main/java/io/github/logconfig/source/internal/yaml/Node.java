package io.github.logconfig.source.internal.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a YAML or JSON document, smaller than the node of the library. */
sealed interface Node {

  Tag tag();

  /** Returns the line, counted from 1; 0 for JSON. */
  int line();

  /** A scalar; {@code isPlain} is whether it has neither quotes nor block style. */
  record Scalar(Tag tag, String text, boolean isPlain, int line) implements Node {}

  /** A list, which an alias may make cyclic. */
  record Sequence(Tag tag, List<Node> items, int line) implements Node {}

  /** A mapping, which an alias may make cyclic. Keys may occur more than once. */
  record Mapping(Tag tag, List<Entry> entries, int line) implements Node {}

  /** An entry of a mapping. */
  record Entry(Scalar key, Node value) {}
}

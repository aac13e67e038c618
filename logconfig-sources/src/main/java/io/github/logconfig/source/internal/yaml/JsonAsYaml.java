package io.github.logconfig.source.internal.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * JSON that came over some other way than a file, in the form in which files are read, so that both
 * are judged by the same code. It has no lines.
 */
public final class JsonAsYaml {

  private JsonAsYaml() {}

  public static YamlNode document(JsonNode json, String path, Problems problems) {
    return new YamlNode(node(json), path, problems, Yaml11.IS_TEXT);
  }

  private static Node node(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> mapping(json);
      case ARRAY -> {
        List<Node> items = new ArrayList<>();
        json.forEach(item -> items.add(node(item)));
        yield new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
      }
      case STRING -> scalar(Tag.STR, json.textValue());
      case BOOLEAN -> scalar(Tag.BOOL, json.asText());
      case NUMBER -> scalar(json.isIntegralNumber() ? Tag.INT : Tag.FLOAT, json.asText());
      case NULL, MISSING, BINARY, POJO -> scalar(Tag.NULL, "null");
    };
  }

  private static Node mapping(JsonNode json) {
    List<NodeTuple> entries = new ArrayList<>();
    json.properties()
        .forEach(
            entry ->
                entries.add(
                    new NodeTuple(scalar(Tag.STR, entry.getKey()), node(entry.getValue()))));
    return new MappingNode(Tag.MAP, entries, FlowStyle.FLOW);
  }

  private static Node scalar(Tag tag, String text) {
    return new ScalarNode(tag, text, ScalarStyle.PLAIN);
  }
}

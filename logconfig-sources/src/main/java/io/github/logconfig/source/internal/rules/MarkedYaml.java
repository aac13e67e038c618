package io.github.logconfig.source.internal.rules;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A value of a YAML or JSON file, with its line. Files of other tools may have several documents
 * and any keys, so it is lenient: a missing or other value is empty.
 */
record MarkedYaml(Node node, SourceLocation file) {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(500_000_000).setAllowDuplicateKeys(true).build();

  /** Returns the documents of a file; none, with a problem, if it cannot be read. */
  static List<MarkedYaml> documents(Path file, List<Problem> problems) {
    SourceLocation name = YamlFile.location(file);
    try {
      return documents(Files.readString(file), name);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(
          new Problem(name.atLine(line), "the file is not valid YAML or JSON: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Problem(name, "the file is not valid YAML or JSON: " + oneLine(e)));
    } catch (IOException e) {
      problems.add(unreadable(file, e));
    }
    return List.of();
  }

  /**
   * Returns the documents of a text.
   *
   * @throws YamlEngineException if the text is not valid
   */
  static List<MarkedYaml> documents(String text, SourceLocation name) {
    List<MarkedYaml> documents = new ArrayList<>();
    Composer composer =
        new Composer(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
    while (composer.hasNext()) {
      documents.add(new MarkedYaml(composer.next(), name));
    }
    return documents;
  }

  /** Returns a file, or the files below a directory, whose names end in one of the endings. */
  static List<Path> files(Path path, List<String> endings, List<Problem> problems) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> endings.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !isHidden(path.relativize(file)))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      problems.add(unreadable(path, Objects.requireNonNull(e.getCause())));
      return List.of();
    } catch (IOException e) {
      problems.add(unreadable(path, e));
      return List.of();
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  static Problem unreadable(Path file, IOException e) {
    String reason = e instanceof NoSuchFileException ? "it does not exist" : oneLine(e);
    return new Problem(YamlFile.location(file), "the file cannot be read: " + reason);
  }

  private static String oneLine(Exception e) {
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
    return e instanceof AccessDeniedException ? "permission denied: " + what : what;
  }

  SourceLocation location() {
    return file.atLine(node.getStartMark().map(Mark::getLine).orElse(-1) + 1);
  }

  Optional<MarkedYaml> get(String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return Optional.of(new MarkedYaml(entry.getValueNode(), file))
              .filter(value -> !value.node.getTag().equals(Tag.NULL));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the value at the end of a path of keys. */
  Optional<MarkedYaml> at(String... path) {
    Optional<MarkedYaml> value = Optional.of(this);
    for (String key : path) {
      value = value.flatMap(it -> it.get(key));
    }
    return value;
  }

  List<MarkedYaml> items() {
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(item -> new MarkedYaml(item, file)).toList()
        : List.of();
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  Map<String, MarkedYaml> entries() {
    Map<String, MarkedYaml> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name) {
          entries.put(name.getValue(), new MarkedYaml(entry.getValueNode(), file));
        }
      }
    }
    return entries;
  }

  Optional<String> text() {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  Optional<String> text(String key) {
    return get(key).flatMap(MarkedYaml::text);
  }

  /** Returns maps, lists, text and booleans; numbers are text. */
  @Nullable Object plain() {
    if (node instanceof MappingNode) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      entries().forEach((key, value) -> fields.put(key, value.plain()));
      return fields;
    }
    if (node instanceof SequenceNode) {
      List<@Nullable Object> items = new ArrayList<>();
      items().forEach(item -> items.add(item.plain()));
      return items;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Boolean.valueOf(scalar.getValue());
    }
    return text().orElse(null);
  }
}

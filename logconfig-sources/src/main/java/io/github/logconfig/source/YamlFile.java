package io.github.logconfig.source;

import io.github.logconfig.source.Problems.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one YAML 1.2 document from a file, within limits of size and aliases. JSON is YAML, too. In
 * YAML 1.2 {@code off} and {@code no} are plain text.
 */
final class YamlFile {

  private static final long MAX_BYTES = 16L * 1_024 * 1_024;
  private static final int MAX_ALIASES = 50;

  private YamlFile() {}

  /**
   * The document of a file; empty if it cannot be read, which is then among the problems.
   *
   * @param name the file as the reader of a message knows it
   */
  static Optional<YamlNode> read(Path file, String name, Problems problems) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(Place.wholeOf(name), "the file is larger than 16 MiB");
        return Optional.empty();
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8), name, problems);
    } catch (NoSuchFileException e) {
      problems.add(Place.wholeOf(name), "the file does not exist");
    } catch (AccessDeniedException e) {
      problems.add(Place.wholeOf(name), "the file may not be read (permission denied)");
    } catch (CharacterCodingException e) {
      problems.add(Place.wholeOf(name), "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(Place.wholeOf(name), "the file cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<YamlNode> parse(String text, String name, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit((int) MAX_BYTES)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        problems.add(Place.wholeOf(name), "the file is empty");
        return Optional.empty();
      }
      YamlNode document = new YamlNode(documents.next(), name, problems);
      if (documents.hasNext()) {
        problems.add(
            new YamlNode(documents.next(), name, problems).place(),
            "a second document begins here, one was expected");
        return Optional.empty();
      }
      return Optional.of(document);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new Place(name, line), "this is not YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(
          Place.wholeOf(name), "this is not YAML: " + oneLine(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      problems.add(Place.wholeOf(name), "this is not YAML: it is nested too deeply");
    }
    return Optional.empty();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}

package io.github.logconfig.source;

import io.github.logconfig.source.Problems.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML 1.2 document from a file, within limits of size, depth and aliases. JSON is YAML,
 * too. In YAML 1.2 {@code off} and {@code no} are plain text.
 */
final class YamlFile {

  private final Limits limits;
  private final Set<String> kept;
  private final LoadSettings settings;

  YamlFile(Limits limits) {
    this(limits, Set.of());
  }

  /**
   * @param kept the only keys of the top mapping that are read; all of them if empty
   */
  YamlFile(Limits limits, Set<String> kept) {
    this.limits = limits;
    this.kept = kept;
    this.settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(limits.aliases())
            .setCodePointLimit(limits.fileBytes())
            .build();
  }

  /**
   * The document of a file; empty if it cannot be read, which is then among the problems.
   *
   * @param name the file as the reader of a message knows it
   */
  Optional<YamlNode> read(Path file, String name, Problems problems) {
    return text(file, name, problems).flatMap(text -> parse(text, name, problems));
  }

  private Optional<String> text(Path file, String name, Problems problems) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(limits.fileBytes() + 1);
      if (bytes.length > limits.fileBytes()) {
        problems.add(
            Place.wholeOf(name), "the file is larger than " + limits.fileBytes() + " bytes");
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      problems.add(Place.wholeOf(name), "the file does not exist");
    } catch (AccessDeniedException e) {
      problems.add(Place.wholeOf(name), "the file may not be read (permission denied)");
    } catch (CharacterCodingException e) {
      problems.add(Place.wholeOf(name), "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(
          Place.wholeOf(name),
          "the file cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Optional<YamlNode> parse(String text, String name, Problems problems) {
    if (kept.isEmpty()) {
      return parse(parser(text), name, problems);
    }
    Problems repeated = new Problems();
    KeptFields fields = new KeptFields(parser(text), kept, name, repeated);
    Problems own = new Problems();
    Optional<YamlNode> document = parse(fields, name, own);
    if (fields.hasPassedOverAnchors()) {
      return parse(parser(text), name, problems);
    }
    own.inOrder().forEach(problems::add);
    document
        .filter(node -> AppInterfaceSchema.isRead(DataFiles.schemaOf(node)))
        .ifPresent(node -> repeated.inOrder().forEach(problems::add));
    return document.map(node -> node.reportingTo(problems));
  }

  private Parser parser(String text) {
    return new DepthLimit(
        new ParserImpl(settings, new StreamReader(settings, text)), limits.depth());
  }

  private Optional<YamlNode> parse(Parser parser, String name, Problems problems) {
    try {
      Composer documents = new Composer(settings, parser);
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
      problems.add(new Place(name, line), "this is not YAML: " + Problems.oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(
          Place.wholeOf(name),
          "this is not YAML: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }
}

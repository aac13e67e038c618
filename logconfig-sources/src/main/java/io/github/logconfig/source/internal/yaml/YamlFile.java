package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads one YAML 1.2 document from a file, within limits of size, depth and aliases. JSON is YAML,
 * too. Scalars have the types of the core schema: {@code True} is a boolean, {@code off} is text.
 */
public final class YamlFile {

  private static final int SMALLEST_BUFFER = 1_024;
  private static final int BUFFERS = 16;

  /** YAML 1.2 has no merge key. */
  private static final Schema SCHEMA =
      new CoreSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
          return new CoreScalarResolver(false);
        }
      };

  private final Limits limits;
  private final Set<String> kept;
  private final Yaml11 yaml11;

  /** Reads all keys; a collection may be used by a limited number of aliases. */
  public YamlFile(Limits limits) {
    this(limits, Set.of(), Yaml11.IS_WARNING);
  }

  private YamlFile(Limits limits, Set<String> kept, Yaml11 yaml11) {
    this.limits = limits;
    this.kept = kept;
    this.yaml11 = yaml11;
  }

  /**
   * Reads only some keys of the top mapping, from files that other tools read as YAML 1.1. Whatever
   * is kept is read once, so aliases cannot multiply it and need no limit.
   */
  public static YamlFile keeping(Set<String> keys, Limits limits) {
    return new YamlFile(limits, keys, Yaml11.IS_PROBLEM);
  }

  /**
   * The document of a file; empty if it cannot be read, which is then among the problems.
   *
   * @param name the file as the reader of a message knows it
   */
  public Optional<YamlNode> read(Path file, String name, Problems problems) {
    return text(file, name, problems).flatMap(text -> parse(parser(text), name, problems));
  }

  /**
   * A document of which only some keys were read.
   *
   * @param ignoredKeys the other keys of the top mapping, and where they are
   * @param duplicateKeys problems of keys that occur more than once among the ignored ones
   */
  public record FilteredDocument(
      YamlNode document, Map<String, Place> ignoredKeys, Problems duplicateKeys) {}

  /** Like {@link #read}, for a reader made by {@link #keeping}. */
  public Optional<FilteredDocument> readFiltered(Path file, String name, Problems problems) {
    return text(file, name, problems).flatMap(text -> parseFiltered(text, name, problems));
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

  private Optional<FilteredDocument> parseFiltered(String text, String name, Problems problems) {
    Problems duplicates = new Problems();
    FieldFilter filter = new FieldFilter(parser(text), kept, name, duplicates);
    Problems own = new Problems();
    Optional<YamlNode> document = parse(filter, name, own);
    if (filter.hasPassedOverAnchors()) {
      own = new Problems();
      duplicates = new Problems();
      document = parse(parser(text), name, own);
    }
    problems.addAll(own);
    Problems duplicateKeys = duplicates;
    return document.map(
        node ->
            new FilteredDocument(node.reportingTo(problems), filter.passedOver(), duplicateKeys));
  }

  private Parser parser(String text) {
    LoadSettings settings = settings(text);
    return new DepthLimit(
        new ParserImpl(settings, new StreamReader(settings, text)), limits.depth());
  }

  /**
   * The reader copies what it has of a token whenever it needs more, so a long token takes
   * quadratic time unless the steps grow with the text.
   */
  private LoadSettings settings(String text) {
    return LoadSettings.builder()
        .setSchema(SCHEMA)
        .setMaxAliasesForCollections(kept.isEmpty() ? limits.aliases() : Integer.MAX_VALUE)
        .setCodePointLimit(limits.fileBytes())
        .setBufferSize(Math.max(SMALLEST_BUFFER, text.length() / BUFFERS))
        .build();
  }

  private Optional<YamlNode> parse(Parser parser, String name, Problems problems) {
    try {
      Composer documents = new Composer(settings(""), parser);
      if (!documents.hasNext()) {
        problems.add(Place.wholeOf(name), "the file is empty");
        return Optional.empty();
      }
      YamlNode document = new YamlNode(documents.next(), name, problems, yaml11);
      if (documents.hasNext()) {
        problems.add(
            new YamlNode(documents.next(), name, problems, yaml11).place(),
            "a second document begins here, one was expected");
        return Optional.empty();
      }
      return Optional.of(document);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new Place(name, line), "this is not YAML: " + Problems.oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(Place.wholeOf(name), reason(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private String reason(String message) {
    return message.startsWith("Number of aliases")
        ? "more than " + limits.aliases() + " aliases of lists or mappings; write them out"
        : "this is not YAML: " + Problems.oneLine(message);
  }
}

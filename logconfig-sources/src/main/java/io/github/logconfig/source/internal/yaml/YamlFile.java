package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.source.internal.yaml.Problems.Location;
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
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads one YAML 1.2 document from a file, with limits on size, depth and aliases. JSON is YAML,
 * too. Scalars have the types of the core schema: {@code True} is a boolean, {@code off} is text.
 */
public final class YamlFile {

  /**
   * Limits on the input, so that a hostile file causes a problem instead of exhausting memory.
   *
   * @param files number of files of one source
   * @param fileBytes size of one file
   * @param depth nesting of collections
   * @param aliases number of YAML aliases of lists and mappings in one document
   */
  public record Limits(int files, int fileBytes, int depth, int aliases) {

    /** Limits of a source of desired state. */
    public static final Limits DEFAULT = new Limits(200_000, 16 * 1_024 * 1_024, 100, 50);

    /** Limits of a configuration file, which is written by hand. */
    public static final Limits CONFIGURATION = new Limits(1, 1_024 * 1_024, 20, 50);
  }

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

  /** Creates a reader of all keys with a limit on aliases. */
  public YamlFile(Limits limits) {
    this(limits, Set.of(), Yaml11.WARN);
  }

  private YamlFile(Limits limits, Set<String> kept, Yaml11 yaml11) {
    this.limits = limits;
    this.kept = kept;
    this.yaml11 = yaml11;
  }

  /**
   * Creates a reader of some keys of the top mapping, for files that other tools read as YAML 1.1.
   * Each key is read once, so aliases cannot multiply it and need no limit.
   */
  public static YamlFile keeping(Set<String> keys, Limits limits) {
    return new YamlFile(limits, keys, Yaml11.REJECT);
  }

  /**
   * Returns the document of a file; empty, with a problem, if it cannot be read.
   *
   * @param name name of the file in messages
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
      YamlNode document, Map<String, Location> ignoredKeys, Problems duplicateKeys) {}

  /** Like {@link #read}, for a reader made by {@link #keeping}. */
  public Optional<FilteredDocument> readFiltered(Path file, String name, Problems problems) {
    return text(file, name, problems).flatMap(text -> parseFiltered(text, name, problems));
  }

  /** Returns whether a file is YAML or JSON, by its extension. */
  public static boolean isDataFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
  }

  private Optional<String> text(Path file, String name, Problems problems) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(limits.fileBytes() + 1);
      if (bytes.length > limits.fileBytes()) {
        problems.add(
            Location.ofFile(name), "the file is larger than " + limits.fileBytes() + " bytes");
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      problems.add(Location.ofFile(name), "the file does not exist");
    } catch (AccessDeniedException e) {
      problems.add(Location.ofFile(name), "the file cannot be read: permission denied");
    } catch (CharacterCodingException e) {
      problems.add(Location.ofFile(name), "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(
          Location.ofFile(name),
          "the file cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Optional<FilteredDocument> parseFiltered(String text, String name, Problems problems) {
    Problems duplicates = new Problems();
    FieldFilter filter = new FieldFilter(parser(text), kept, name, duplicates);
    Problems own = new Problems();
    Optional<YamlNode> document = parse(filter, name, own);
    if (filter.hasSkippedAnchors()) {
      own = new Problems();
      duplicates = new Problems();
      document = parse(parser(text), name, own);
    }
    problems.addAll(own);
    Problems duplicateKeys = duplicates;
    return document.map(
        node ->
            new FilteredDocument(node.reportingTo(problems), filter.skippedKeys(), duplicateKeys));
  }

  private Parser parser(String text) {
    LoadSettings settings = settings(text);
    return new DepthLimit(
        new ParserImpl(settings, new StreamReader(settings, text)), limits.depth());
  }

  /**
   * The library copies its buffer whenever a token needs more input. A fixed buffer size would make
   * long tokens quadratic, so the buffer grows with the text.
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
        problems.add(Location.ofFile(name), "the file is empty");
        return Optional.empty();
      }
      YamlNode document = new YamlNode(documents.next(), name, problems, yaml11);
      if (documents.hasNext()) {
        problems.add(
            new YamlNode(documents.next(), name, problems, yaml11).location(),
            "a second document starts here; expected one");
        return Optional.empty();
      }
      return Optional.of(document);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new Location(name, line), "invalid YAML: " + Problems.oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(Location.ofFile(name), reason(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private String reason(String message) {
    return message.startsWith("Number of aliases")
        ? "more than " + limits.aliases() + " aliases of lists or mappings; write them out"
        : "invalid YAML: " + Problems.oneLine(message);
  }

  /** Rejects collections that are nested too deeply, because the composer is recursive. */
  private static final class DepthLimit implements Parser {

    private final Parser parser;
    private final int limit;
    private int depth;

    DepthLimit(Parser parser, int limit) {
      this.parser = parser;
      this.limit = limit;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return parser.hasNext();
    }

    @Override
    public Event next() {
      Event event = parser.next();
      Event.ID id = event.getEventId();
      if (id == Event.ID.SequenceStart || id == Event.ID.MappingStart) {
        depth++;
        if (depth > limit) {
          throw new ParserException(
              "", Optional.empty(), "nested deeper than " + limit, event.getStartMark());
        }
      } else if (id == Event.ID.SequenceEnd || id == Event.ID.MappingEnd) {
        depth--;
      }
      return event;
    }
  }
}

package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Composer.RejectedException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML 1.2 document from a file, with limits on what is kept of it. JSON is YAML, too.
 * Scalars have the types of the core schema: {@code True} is a boolean, {@code off} is text.
 *
 * <p>A file is parsed while it is read, so its size is not limited.
 */
public final class YamlFile {

  /**
   * Limits on the input, so that a hostile file causes a problem instead of exhausting memory.
   *
   * @param files number of files of one source
   * @param textLength length of one scalar or comment, in characters; may be exceeded by one buffer
   * @param depth nesting of collections
   * @param aliases number of YAML aliases of lists and mappings in one document
   * @param values number of scalars, lists and mappings that are read from one document
   */
  public record Limits(int files, int textLength, int depth, int aliases, int values) {

    /** Limits of a source of desired state. */
    public static final Limits DEFAULT = new Limits(200_000, 16_000_000, 100, 50, 5_000_000);

    /** Limits of a configuration file, which is written by hand. */
    public static final Limits CONFIGURATION = new Limits(1, 1_000_000, 20, 50, 100_000);

    private Limits withoutLimitOnAliases() {
      return new Limits(files, textLength, depth, Integer.MAX_VALUE, values);
    }
  }

  private static final int SMALLEST_BUFFER = 1_024;
  private static final int LARGEST_BUFFER = 256 * 1_024;
  private static final int BUFFERS = 16;

  private final Limits limits;
  private final Predicate<String> isKept;
  private final Yaml11 yaml11;

  /** Creates a reader of all keys with a limit on aliases. */
  public YamlFile(Limits limits) {
    this(limits, key -> true, Yaml11.WARN);
  }

  private YamlFile(Limits limits, Predicate<String> isKept, Yaml11 yaml11) {
    this.limits = limits;
    this.isKept = isKept;
    this.yaml11 = yaml11;
  }

  /**
   * Creates a reader of some keys of the top mapping, for files that other tools read as YAML 1.1.
   * Each key is read once, so aliases cannot multiply it and need no limit.
   */
  public static YamlFile keeping(Set<String> keys, Limits limits) {
    return new YamlFile(limits.withoutLimitOnAliases(), keys::contains, Yaml11.REJECT);
  }

  /**
   * Returns the document of a file; empty, with a problem, if it cannot be read.
   *
   * @param name place of the document in messages
   */
  public Optional<YamlNode> read(Path file, SourceLocation name, Problems problems) {
    return read(file, name, problems, Map.of());
  }

  /**
   * Like {@link #read(Path, SourceLocation, Problems)}, but passes on the items of some lists while
   * the file is read, so that only one item is in memory. The file may turn out to be invalid
   * later.
   *
   * @param streamed receive the items of lists that are values of the top mapping, by key; the
   *     lists are empty in the document
   */
  Optional<YamlNode> read(
      Path file, SourceLocation name, Problems problems, Map<String, Consumer<YamlNode>> streamed) {
    Map<String, Consumer<Node>> nodes = new HashMap<>();
    streamed.forEach(
        (key, items) ->
            nodes.put(key, item -> items.accept(new YamlNode(item, name, problems, yaml11))));
    return compose(file, name, problems, key -> {}, nodes);
  }

  /**
   * A document of which only some keys were read.
   *
   * @param ignoredKeys the other keys of the top mapping, and where they are
   * @param duplicateKeys problems of keys that occur more than once among the ignored ones
   */
  public record FilteredDocument(
      YamlNode document, Map<String, SourceLocation> ignoredKeys, Problems duplicateKeys) {}

  /** Like {@link #read}, for a reader made by {@link #keeping}. */
  public Optional<FilteredDocument> readFiltered(
      Path file, SourceLocation name, Problems problems) {
    Problems duplicateKeys = new Problems();
    Map<String, SourceLocation> ignoredKeys = new HashMap<>();
    Consumer<Node.Scalar> skipped =
        key -> {
          YamlNode node = new YamlNode(key, name, duplicateKeys, yaml11);
          if (ignoredKeys.putIfAbsent(key.text(), node.location()) != null) {
            node.duplicateKey(key.text());
          }
        };
    return compose(file, name, problems, skipped, Map.of())
        .map(document -> new FilteredDocument(document, ignoredKeys, duplicateKeys));
  }

  /**
   * Returns the location of a file. All sources use this form: relative to the working directory if
   * the file is below that, else as given, without redundant {@code .} and {@code ..}.
   */
  public static SourceLocation location(Path file) {
    Path working = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    String name =
        (absolute.startsWith(working) ? working.relativize(absolute) : file.normalize()).toString();
    return SourceLocation.ofFile(name.isEmpty() ? "." : name);
  }

  /** Returns whether a file is YAML or JSON, by its extension. */
  public static boolean isDataFile(Path file) {
    String name = file.toString();
    return name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
  }

  private Optional<YamlNode> compose(
      Path file,
      SourceLocation name,
      Problems problems,
      Consumer<Node.Scalar> skipped,
      Map<String, Consumer<Node>> streamed) {
    try (Text text =
        new Text(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()),
            limits.textLength())) {
      LoadSettings settings =
          LoadSettings.builder()
              .setCodePointLimit(Integer.MAX_VALUE)
              .setBufferSize(bufferSize(Files.size(file)))
              .build();
      Parser parser = text.observe(new ParserImpl(settings, new StreamReader(settings, text)));
      Composer documents = new Composer(parser, limits, isKept, skipped, streamed);
      Optional<YamlNode> document =
          documents.document().map(node -> new YamlNode(node, name, problems, yaml11));
      if (document.isEmpty()) {
        problems.add(name, "the file is empty");
        return document;
      }
      Optional<Integer> second = documents.lineOfNextDocument();
      second.ifPresent(
          line -> problems.add(name.atLine(line), "a second document starts here; expected one"));
      return second.isPresent() ? Optional.empty() : document;
    } catch (NoSuchFileException e) {
      problems.add(name, "the file does not exist");
    } catch (AccessDeniedException e) {
      problems.add(name, "the file cannot be read: permission denied");
    } catch (IOException e) {
      problems.add(name, reason(e));
    } catch (RejectedException e) {
      problems.add(name.atLine(e.line()), String.valueOf(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(name.atLine(line), "invalid YAML: " + Problems.oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(
          name,
          e.getCause() instanceof IOException cause
              ? reason(cause)
              : "invalid YAML: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static String reason(IOException e) {
    return e instanceof CharacterCodingException
        ? "the file is not UTF-8 text"
        : "the file cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage()));
  }

  /**
   * The library copies its buffer whenever a token needs more input. A small buffer would make long
   * tokens quadratic, so the buffer grows with the file. The size of a pipe is 0.
   */
  private static int bufferSize(long fileSize) {
    return fileSize == 0
        ? LARGEST_BUFFER
        : (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, fileSize / BUFFERS));
  }

  /** Text of a file, which fails if too much of it is read for one event of the parser. */
  private static final class Text extends Reader {

    private final Reader reader;
    private final int limit;
    private int sinceLastEvent;

    Text(Reader reader, int limit) {
      this.reader = reader;
      this.limit = limit;
    }

    Parser observe(Parser parser) {
      return new Parser() {
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
          sinceLastEvent = 0;
          return parser.next();
        }
      };
    }

    /** Fills the buffer, unless the file ends: the library relies on large steps. */
    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (sinceLastEvent > limit) {
        throw new RejectedException(0, "a value is longer than " + limit + " characters");
      }
      int count = 0;
      while (count < length) {
        int more = reader.read(buffer, offset + count, length - count);
        if (more < 0) {
          break;
        }
        count += more;
      }
      sinceLastEvent += count;
      return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}

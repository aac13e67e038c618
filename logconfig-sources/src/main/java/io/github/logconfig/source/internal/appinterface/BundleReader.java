package io.github.logconfig.source.internal.appinterface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Streams a bundle and keeps the relevant fields of its documents. */
public final class BundleReader {

  private static final long MAX_BYTES = 2L * 1_024 * 1_024 * 1_024;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_STRING_LENGTH = 1_000_000;

  /** Limit for one field of one document; labels are the largest field. */
  private static final int MAX_FIELD_TOKENS = 10_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private final Problems problems;
  private final DataFiles files = new DataFiles();
  private Optional<String> gitCommit = Optional.empty();
  private Optional<Instant> committed = Optional.empty();

  public BundleReader(Problems problems) {
    this.problems = problems;
  }

  public Optional<String> gitCommit() {
    return gitCommit;
  }

  public Optional<Instant> committed() {
    return committed;
  }

  public DataFiles read(InputStream stream, SourceLocation location) throws IOException {
    try (JsonParser parser = FACTORY.createParser(stream)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add(location, "expected a JSON object with the key data");
        return new DataFiles();
      }
      boolean hasData = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        switch (key) {
          case "data" -> hasData = readData(parser, location);
          case "git_commit" -> gitCommit = text(parser);
          case "git_commit_timestamp" -> committed = text(parser).flatMap(BundleReader::instant);
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        problems.add(location, "unexpected content after the end of the bundle");
        return new DataFiles();
      }
      if (!hasData) {
        problems.add(location, "the bundle has no data");
      }
      return files;
    }
  }

  private boolean readData(JsonParser parser, SourceLocation location) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      problems.add(location, "data of the bundle must be an object");
      parser.skipChildren();
      return true;
    }
    boolean any = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      any = true;
      String path = parser.currentName();
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        readDocument(path, parser);
      } else {
        problems.add(SourceLocation.ofPlace(path), "the document must be an object");
        parser.skipChildren();
      }
    }
    return any;
  }

  private void readDocument(String path, JsonParser parser) throws IOException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    Map<String, SourceLocation> others = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (AppInterfaceSchema.FIELDS.contains(key)) {
        kept.set(key, value(parser));
      } else {
        others.put(key, SourceLocation.ofPlace(path));
        parser.skipChildren();
      }
    }
    String schema = kept.path(DataFiles.SCHEMA).asText();
    YamlNode document = YamlNode.ofJson(kept, path, problems);
    SpellingCheck.check(document, others, problems);
    if (schema.isEmpty()) {
      files.addOther(path, schema);
    } else {
      files.add(path, document);
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    if (!parser.currentToken().isStructStart()) {
      return MAPPER.readTree(parser);
    }
    TokenBuffer buffer = new TokenBuffer(parser);
    int depth = 0;
    int tokens = 0;
    do {
      tokens++;
      if (tokens > MAX_FIELD_TOKENS) {
        throw new StreamConstraintsException(
            "a field of a document has more than " + MAX_FIELD_TOKENS + " values",
            parser.currentLocation());
      }
      buffer.copyCurrentEvent(parser);
      depth += parser.currentToken().isStructStart() ? 1 : 0;
      depth -= parser.currentToken().isStructEnd() ? 1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
    try (JsonParser replay = buffer.asParser(MAPPER)) {
      return MAPPER.readTree(replay);
    }
  }

  private static Optional<String> text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING
        || parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return Optional.of(parser.getText());
    }
    parser.skipChildren();
    return Optional.empty();
  }

  /** Parses a timestamp; the bundler writes seconds since 1970 as text. */
  public static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.matches("\\d{1,12}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

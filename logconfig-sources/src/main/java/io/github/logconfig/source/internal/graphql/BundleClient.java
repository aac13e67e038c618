package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.internal.appinterface.BundleReader;
import io.github.logconfig.source.internal.graphql.GraphQlTransport.Answer;
import io.github.logconfig.source.internal.graphql.GraphQlTransport.Refused;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One bundle of a qontract-server: all that is asked is answered from it, however often the server
 * gets a newer one meanwhile. A bundle that has expired is replaced by the latest, once, unless the
 * configuration names the very bundle.
 */
public final class BundleClient {

  private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

  /** What servers say of a bundle that they do not hold (any more). */
  private static final Set<Integer> EXPIRED = Set.of(404, 409, 410);

  private static final int LONGEST_SHOWN = 2_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final GraphQlConfig config;
  private final GraphQlTransport transport;
  private final SecretMask mask;
  private String sha;
  private boolean replaceable;

  public BundleClient(GraphQlConfig config, GraphQlTransport transport) {
    this.config = config;
    this.transport = transport;
    this.mask = config.mask();
    this.sha = config.bundle().orElse("");
    this.replaceable = config.bundle().isEmpty();
  }

  public Place place() {
    return Place.wholeOf(config.base() + path());
  }

  /** Environments, clusters and namespaces, by whichever of their fields the server has. */
  public JsonNode desiredState() throws Refused {
    if (sha.isEmpty()) {
      sha = latest();
    }
    JsonNode answer = ask(GraphQlQuery.USUAL);
    if (!GraphQlQuery.isOfAnotherForm(answer)) {
      return answer;
    }
    JsonNode fields = ask(GraphQlQuery.FIELDS);
    // a server that does not tell its fields may still have those of the other form
    Optional<String> fitting =
        fields.path("errors").isEmpty()
            ? GraphQlQuery.fitting(fields)
            : Optional.of(GraphQlQuery.AS_DESIGNED);
    JsonNode other = fitting.isPresent() ? ask(fitting.get()) : answer;
    return GraphQlQuery.isOfAnotherForm(other) ? answer : other;
  }

  private JsonNode ask(String query) throws Refused {
    String body = JsonNodeFactory.instance.objectNode().put("query", query).toString();
    Answer answer = transport.post(config, path(), body);
    if (EXPIRED.contains(answer.status()) && replaceable) {
      replaceable = false;
      sha = latest();
      answer = transport.post(config, path(), body);
    }
    if (EXPIRED.contains(answer.status())) {
      throw refused(
          path(),
          config.bundle().isPresent()
              ? "the server does not hold this bundle (any more)"
              : "the server does not know the bundle that it has just named",
          config.bundle().isPresent() ? Problem.Kind.INVALID : Problem.Kind.UNREACHABLE);
    }
    return json(answer, path());
  }

  /** What is known of the bundle; its commit if the server tells. */
  public SourceRevision revision() {
    try {
      String path = "/git-commit-info/" + sha;
      JsonNode info = json(transport.get(config, path), path);
      return new SourceRevision(
          Optional.of(sha),
          Optional.ofNullable(info.path("commit").textValue()),
          Optional.of(info.path("timestamp").asText()).flatMap(BundleReader::instant));
    } catch (Refused e) {
      return new SourceRevision(Optional.of(sha), Optional.empty(), Optional.empty());
    }
  }

  private String latest() throws Refused {
    Answer answer = transport.get(config, "/sha256");
    String text = answer.body().strip();
    if (answer.status() != 200 || !SHA.matcher(text).matches()) {
      throw refused(
          "/sha256",
          unexpected(answer) + ", expected the digest of a bundle",
          Problem.Kind.ofHttpStatus(answer.status()));
    }
    return text;
  }

  private String path() {
    return "/graphqlsha/" + sha;
  }

  private JsonNode json(Answer answer, String path) throws Refused {
    JsonNode json;
    try {
      json = MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw refused(
          path, unexpected(answer) + ", expected JSON", Problem.Kind.ofHttpStatus(answer.status()));
    }
    // a query that is not valid is answered by 400 and a body with errors, which says more
    boolean saysMore = answer.status() == 400 && !json.path("errors").isEmpty();
    if (answer.status() != 200 && !saysMore) {
      throw refused(path, unexpected(answer), Problem.Kind.ofHttpStatus(answer.status()));
    }
    return json;
  }

  private Refused refused(String path, String message, Problem.Kind kind) {
    return new Refused(config.base() + path, message, kind);
  }

  private String unexpected(Answer answer) {
    String hint =
        answer.status() == 401 || answer.status() == 403 ? " (is the authorization right?)" : "";
    return "the server answered with status "
        + answer.status()
        + hint
        + ", "
        + Quoted.of(mask.mask(answer.contentType()))
        + ": "
        + Quoted.of(mask.mask(beginning(answer.body())));
  }

  /** More is not shown, and a page of HTML may be long. */
  private static String beginning(String body) {
    String text = body.strip();
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text;
  }
}

package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.internal.appinterface.BundleReader;
import io.github.logconfig.source.internal.graphql.GraphQlTransport.RequestException;
import io.github.logconfig.source.internal.graphql.GraphQlTransport.Response;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Client of one bundle of a qontract-server. All requests of a run use the same bundle, even if the
 * server loads a newer one meanwhile. An expired bundle is replaced by the latest once, unless the
 * configuration pins the bundle.
 */
public final class BundleClient {

  private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

  /** Statuses for a bundle that the server does not have. */
  private static final Set<Integer> EXPIRED = Set.of(404, 409, 410);

  private static final int MAX_SHOWN = 2_000;

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

  public SourceLocation location() {
    return SourceLocation.ofPlace(config.base() + path());
  }

  /** Queries environments, clusters and namespaces in the form that fits the schema. */
  public JsonNode desiredState() throws RequestException {
    if (sha.isEmpty()) {
      sha = latest();
    }
    JsonNode answer = ask(GraphQlQuery.USUAL_AND_FIELDS);
    boolean introspective = !GraphQlQuery.refusesIntrospection(answer);
    if (!introspective) {
      answer = ask(GraphQlQuery.USUAL);
    }
    if (!GraphQlQuery.hasUnknownField(answer)) {
      Optional<String> withTarget = GraphQlQuery.withTarget(answer);
      return withTarget.isPresent() ? ask(withTarget.get()) : answer;
    }
    // a server without introspection may still have the fields of the original form
    JsonNode fields = introspective ? ask(GraphQlQuery.FIELDS) : answer;
    Optional<String> fitting =
        fields.path("errors").isEmpty()
            ? GraphQlQuery.fitting(fields)
            : Optional.of(GraphQlQuery.ORIGINAL);
    JsonNode other = fitting.isPresent() ? ask(fitting.get()) : answer;
    return GraphQlQuery.hasUnknownField(other) ? answer : other;
  }

  private JsonNode ask(String query) throws RequestException {
    String body = JsonNodeFactory.instance.objectNode().put("query", query).toString();
    Response answer = transport.post(config, path(), body);
    if (EXPIRED.contains(answer.status()) && replaceable) {
      replaceable = false;
      sha = latest();
      answer = transport.post(config, path(), body);
    }
    if (EXPIRED.contains(answer.status())) {
      throw refused(
          path(),
          config.bundle().isPresent()
              ? "the server does not have this bundle"
              : "the server no longer has its latest bundle",
          config.bundle().isPresent() ? Problem.Kind.INVALID : Problem.Kind.UNREACHABLE);
    }
    return json(answer, path());
  }

  /** Returns the revision of the bundle, with the commit if the server provides it. */
  public SourceRevision revision() {
    try {
      String path = "/git-commit-info/" + sha;
      JsonNode info = json(transport.get(config, path), path);
      return new SourceRevision(
          Optional.of(sha),
          Optional.ofNullable(info.path("commit").textValue()),
          Optional.of(info.path("timestamp").asText()).flatMap(BundleReader::instant));
    } catch (RequestException e) {
      return new SourceRevision(Optional.of(sha), Optional.empty(), Optional.empty());
    }
  }

  private String latest() throws RequestException {
    Response answer = transport.get(config, "/sha256");
    String text = answer.body().strip();
    if (answer.status() != 200 || !SHA.matcher(text).matches()) {
      throw refused(
          "/sha256",
          expected("the digest of a bundle", answer),
          Problem.Kind.ofHttpStatus(answer.status()));
    }
    return text;
  }

  private String path() {
    return "/graphqlsha/" + sha;
  }

  private JsonNode json(Response answer, String path) throws RequestException {
    JsonNode json;
    try {
      json = MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw refused(path, expected("JSON", answer), Problem.Kind.ofHttpStatus(answer.status()));
    }
    // an invalid query returns status 400 with a list of errors, which is more specific
    boolean hasErrors = answer.status() == 400 && !json.path("errors").isEmpty();
    if (answer.status() != 200 && !hasErrors) {
      throw refused(path, unexpected(answer), Problem.Kind.ofHttpStatus(answer.status()));
    }
    return json;
  }

  private RequestException refused(String path, String message, Problem.Kind kind) {
    return new RequestException(config.base() + path, message, kind);
  }

  private String expected(String what, Response answer) {
    String received = unexpected(answer);
    return received.startsWith("the response is ") ? received : received + ", expected " + what;
  }

  private String unexpected(Response answer) {
    if (answer.redirect().isPresent()) {
      return "the server redirects to "
          + Quoted.line(mask.mask(answer.redirect().get()))
          + " (status "
          + answer.status()
          + "), which is not followed";
    }
    Optional<String> page = Quoted.webPage(mask.mask(truncated(answer.body())));
    if (page.isPresent() && answer.status() == 200) {
      return "the response is "
          + page.get()
          + ": a proxy or a login page responds instead of the server. Check the URL and the proxy";
    }
    String hint =
        answer.status() == 401 || answer.status() == 403 ? " (check the authorization)" : "";
    return "the server returned status "
        + answer.status()
        + hint
        + ", "
        + page.orElseGet(
            () ->
                Quoted.of(mask.mask(answer.contentType()))
                    + ": "
                    + Quoted.of(mask.mask(truncated(answer.body()))));
  }

  /** Truncates a body for a message; an HTML page may be long. */
  private static String truncated(String body) {
    String text = body.strip();
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text;
  }
}

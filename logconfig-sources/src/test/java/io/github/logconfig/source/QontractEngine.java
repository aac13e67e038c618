package io.github.logconfig.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A server that runs queries on a tree by a GraphQL engine, as qontract-server does: fields that
 * its schema does not have are refused, references are followed, null where they lead nowhere.
 */
final class QontractEngine implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SCHEMA =
      """
      scalar JSON
      type Query {
        clusters_v1: [Cluster_v1!]
        dynatrace_environment_v1: [DynatraceEnvironment_v1!]
      }
      type DynatraceEnvironment_v1 { path: String! name: String! environmentUrl: String! }
      type DisableClusterAutomations_v1 { integrations: [String!] }
      type Cluster_v1 {
        path: String! name: String! labels: JSON REFERENCE: DynatraceEnvironment_v1
        disable: DisableClusterAutomations_v1 namespaces: [Namespace_v1!] TARGET
      }
      type KubernetesCluster_v1 { uid: String name: String }
      type Namespace_v1 {
        path: String! name: String! delete: Boolean enableDynatraceLogging: Boolean
      }
      """;

  private final HttpServer http;
  private final GraphQL engine;
  private final String sha;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param reference what the field is called that leads from a cluster to its environment
   */
  QontractEngine(AppInterfaceData data, String reference, boolean introspection)
      throws IOException {
    this(data, reference, introspection, false);
  }

  /**
   * @param target whether clusters have the fields of the target
   */
  QontractEngine(AppInterfaceData data, String reference, boolean introspection, boolean target)
      throws IOException {
    sha = QontractServer.SHA;
    DataFetcher<?> fields =
        it -> resolved(it.<JsonNode>getSource().path(it.getField().getName()), data);
    engine =
        GraphQL.newGraphQL(
                new SchemaGenerator()
                    .makeExecutableSchema(
                        new SchemaParser()
                            .parse(
                                SCHEMA
                                    .replace("REFERENCE", reference)
                                    .replace(
                                        "TARGET",
                                        target
                                            ? "target: String"
                                                + " kubernetesCluster: KubernetesCluster_v1"
                                            : "")),
                        RuntimeWiring.newRuntimeWiring()
                            .scalar(json())
                            .type(
                                "Query",
                                type ->
                                    type.dataFetcher(
                                            "clusters_v1",
                                            it -> data.ofSchema(AppInterfaceSchema.CLUSTER))
                                        .dataFetcher(
                                            "dynatrace_environment_v1",
                                            it -> data.ofSchema(AppInterfaceSchema.ENVIRONMENT)))
                            .type(
                                "Cluster_v1",
                                type ->
                                    type.defaultDataFetcher(fields)
                                        .dataFetcher(
                                            "namespaces",
                                            it ->
                                                data.namespacesOf(
                                                    it.<JsonNode>getSource()
                                                        .path("path")
                                                        .textValue())))
                            .type("Namespace_v1", type -> type.defaultDataFetcher(fields))
                            .type(
                                "DynatraceEnvironment_v1", type -> type.defaultDataFetcher(fields))
                            .type("KubernetesCluster_v1", type -> type.defaultDataFetcher(fields))
                            .type(
                                "DisableClusterAutomations_v1",
                                type -> type.defaultDataFetcher(fields))
                            .build()))
            .build();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/x/", exchange -> answer(exchange, introspection));
    http.start();
  }

  URI graphql() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/x/graphql");
  }

  /** All requests as method and path. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange, boolean introspection) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    switch (path.replace(sha, "SHA")) {
      case "/x/sha256" -> send(exchange, 200, sha);
      case "/x/git-commit-info/SHA" ->
          send(
              exchange,
              200,
              "{\"commit\":\"" + AppInterfaceData.COMMIT + "\",\"timestamp\":\"1690000000\"}");
      case "/x/graphqlsha/SHA" -> {
        String query =
            JSON.readTree(exchange.getRequestBody().readAllBytes()).path("query").asText();
        if (!introspection && query.contains("__")) {
          send(exchange, 400, "{\"errors\":[{\"message\":\"introspection is not allowed\"}]}");
        } else {
          sendResult(exchange, engine.execute(query));
        }
      }
      default -> send(exchange, 404, "<html>no such page</html>");
    }
  }

  private static void sendResult(HttpExchange exchange, ExecutionResult result) throws IOException {
    ObjectNode body = JSON.valueToTree(result.toSpecification());
    boolean refused =
        result.getErrors().stream()
            .anyMatch(error -> error.getErrorType() == ErrorType.ValidationError);
    if (refused) {
      body.path("errors")
          .forEach(
              error ->
                  ((ObjectNode) error)
                      .putObject("extensions")
                      .put("code", "GRAPHQL_VALIDATION_FAILED"));
    }
    body.putObject("extensions").putArray("schemas").add(AppInterfaceSchema.CLUSTER);
    send(exchange, refused ? 400 : 200, body.toString());
  }

  /** Compressed if the client understands that, as proxies do. */
  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream stream = new GZIPOutputStream(packed)) {
        stream.write(bytes);
      }
      bytes = packed.toByteArray();
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Object resolved(JsonNode value, AppInterfaceData data) {
    if (value.has(YamlNode.REFERENCE)) {
      return data.document(value.path(YamlNode.REFERENCE).asText());
    }
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    return value.isObject() ? value : JSON.convertValue(value, Object.class);
  }

  /** A value of the type JSON is handed out as text. */
  private static GraphQLScalarType json() {
    return GraphQLScalarType.newScalar()
        .name("JSON")
        .coercing(
            new Coercing<Object, String>() {
              @Override
              public String serialize(Object value, GraphQLContext context, Locale locale) {
                return value.toString();
              }

              @Override
              public Object parseValue(Object input, GraphQLContext context, Locale locale) {
                return input;
              }

              @Override
              public Object parseLiteral(
                  Value<?> input,
                  CoercedVariables variables,
                  GraphQLContext context,
                  Locale locale) {
                return input;
              }
            })
        .build();
  }
}

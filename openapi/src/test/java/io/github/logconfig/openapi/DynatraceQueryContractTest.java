package io.github.logconfig.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DynatraceQueryContractTest {

  private static final SwaggerParseResult PARSED = parse();

  @Test
  void isAValidOpenApiDocument() {
    assertThat(PARSED.getMessages()).isEmpty();
    assertThat(PARSED.getOpenAPI()).isNotNull();
  }

  @Test
  void describesExactlyTheOperationsUsed() {
    Map<String, String> operations = new TreeMap<>();
    document()
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach(
                        (method, operation) ->
                            operations.put(method + " " + path, operation.getOperationId())));

    assertThat(operations)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "POST /v1/query:execute", "executeQuery",
                "GET /v1/query:poll", "pollQuery",
                "POST /v1/query:cancel", "cancelQuery"));
  }

  @Test
  void everyOperationDescribesItselfAndItsFailures() {
    document()
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperations()
                    .forEach(
                        operation -> {
                          assertThat(operation.getSummary()).as(path).isNotBlank();
                          assertThat(operation.getDescription())
                              .as(path)
                              .containsPattern("token\\s+scope");
                          assertThat(operation.getResponses()).as(path).containsKey("default");
                        }));
  }

  @Test
  void serversAreNoBodysTenant() {
    assertThat(document().getServers())
        .allSatisfy(server -> assertThat(server.getUrl()).contains("{environmentId}"));
  }

  private static SwaggerParseResult parse() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIV3Parser()
        .readLocation("io/github/logconfig/openapi/dynatrace-query-v1.yaml", null, options);
  }

  private static OpenAPI document() {
    return PARSED.getOpenAPI();
  }
}

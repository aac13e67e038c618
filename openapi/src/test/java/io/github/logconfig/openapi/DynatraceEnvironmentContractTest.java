package io.github.logconfig.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DynatraceEnvironmentContractTest {

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
                "GET /settings/objects", "listSettingsObjects",
                "POST /settings/objects", "createSettingsObjects",
                "GET /settings/objects/{objectId}", "getSettingsObject",
                "PUT /settings/objects/{objectId}", "updateSettingsObject",
                "DELETE /settings/objects/{objectId}", "deleteSettingsObject",
                "GET /settings/effectiveValues", "listEffectiveSettingsValues",
                "GET /settings/schemas", "listSettingsSchemas",
                "GET /settings/schemas/{schemaId}", "getSettingsSchema",
                "GET /entities", "listEntities",
                "POST /apiTokens/lookup", "lookupApiToken"));
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
  void listParametersCarryTheLimitsOfTheService() {
    Map<String, Parameter> parameters = parametersOf(operation("/settings/objects"));

    assertThat(parameters.keySet())
        .containsExactlyInAnyOrder(
            "schemaIds",
            "scopes",
            "externalIds",
            "fields",
            "filter",
            "sort",
            "pageSize",
            "nextPageKey",
            "adminAccess");
    assertThat(parameters.get("pageSize").getSchema().getMaximum()).hasToString("500");
    assertThat(parameters.get("pageSize").getSchema().getDefault()).isEqualTo(100);
    assertThat(parameters.get("filter").getSchema().getMaxLength()).isEqualTo(1024);
    assertThat(
            parametersOf(operation("/entities")).get("entitySelector").getSchema().getMaxLength())
        .isEqualTo(2000);
  }

  @Test
  void serversAreNoBodysTenant() {
    assertThat(document().getServers())
        .allSatisfy(server -> assertThat(server.getUrl()).contains("{environmentId}"));
  }

  @Test
  void requiredFieldsAreThoseOfTheService() {
    assertThat(required("SettingsObjectCreate"))
        .containsExactlyInAnyOrder("schemaId", "scope", "value");
    assertThat(required("SettingsObjectUpdate")).containsExactly("value");
    assertThat(required("SettingsObjectResult")).containsExactly("code");
    assertThat(required("ApiTokenSecret")).containsExactly("token");
    assertThat(required("SettingsSchema")).hasSize(11);
  }

  private static SwaggerParseResult parse() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIV3Parser()
        .readLocation("io/github/logconfig/openapi/dynatrace-environment-v2.yaml", null, options);
  }

  private static OpenAPI document() {
    return PARSED.getOpenAPI();
  }

  private static Operation operation(String path) {
    return document().getPaths().get(path).getGet();
  }

  private static Map<String, Parameter> parametersOf(Operation operation) {
    Map<String, Parameter> byName = new TreeMap<>();
    for (Parameter parameter : operation.getParameters()) {
      Parameter resolved = parameter;
      if (parameter.get$ref() != null) {
        String name = parameter.get$ref().substring(parameter.get$ref().lastIndexOf('/') + 1);
        resolved = document().getComponents().getParameters().get(name);
      }
      byName.put(resolved.getName(), resolved);
    }
    return byName;
  }

  private static List<String> required(String schema) {
    Schema<?> definition = document().getComponents().getSchemas().get(schema);
    return definition.getRequired();
  }
}

package io.github.logconfig.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operation of the contract, with the parameters of its path. */
record OpenApiOperation(JsonNode path, JsonNode operation) {

  private static final String SCHEMA = "/content/application~1json/schema";

  List<JsonNode> parameters() {
    List<JsonNode> parameters = new ArrayList<>();
    for (JsonNode holder : List.of(path, operation)) {
      holder.path("parameters").forEach(each -> parameters.add(OpenApiDocument.resolved(each)));
    }
    return parameters;
  }

  Optional<JsonNode> requestBody() {
    return present(OpenApiDocument.resolved(operation.path("requestBody")).at(SCHEMA));
  }

  /** The schema of the answer's body; empty if an answer of that status has none. */
  Optional<JsonNode> answer(int status) {
    JsonNode responses = operation.path("responses");
    String key = Integer.toString(status);
    return present(
        OpenApiDocument.resolved(responses.path(responses.has(key) ? key : "default")).at(SCHEMA));
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return Optional.of(node).filter(some -> !some.isMissingNode());
  }
}

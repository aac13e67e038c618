package io.github.logconfig.simulator.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An answer: a status and a JSON body, or no body. */
public record ApiResponse(int status, Optional<JsonNode> body) {

  public static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  public static ApiResponse json(int status, JsonNode body) {
    return new ApiResponse(status, Optional.of(body));
  }

  public static ApiResponse empty(int status) {
    return new ApiResponse(status, Optional.empty());
  }

  /** An error envelope, the shape of everything that is not about one settings object. */
  public static ApiResponse error(int status, String message) {
    return error(status, message, List.of());
  }

  public static ApiResponse error(int status, String message, List<Violation> violations) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.set("error", errorNode(status, message, violations));
    return json(status, envelope);
  }

  public static ObjectNode errorNode(int status, String message, List<Violation> violations) {
    ObjectNode error = JSON.createObjectNode().put("code", status).put("message", message);
    if (!violations.isEmpty()) {
      var array = error.putArray("constraintViolations");
      for (Violation violation : violations) {
        array
            .addObject()
            .put("path", violation.path())
            .put("message", violation.message())
            .put("parameterLocation", violation.location())
            .putNull("location");
      }
    }
    return error;
  }

  byte[] bytes() {
    return body.map(ApiResponse::write).orElseGet(() -> new byte[0]);
  }

  private static byte[] write(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}

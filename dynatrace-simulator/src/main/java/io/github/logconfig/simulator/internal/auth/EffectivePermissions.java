package io.github.logconfig.simulator.internal.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.Violation;
import io.github.logconfig.simulator.internal.settings.SettingsWrites;
import java.util.List;
import java.util.Map;

/** Resolves which of the requested permissions a token grants. */
public final class EffectivePermissions {

  private static final Map<String, String> SCOPES =
      Map.of(
          "settings:objects:read", "settings.read",
          "settings:objects:write", "settings.write",
          "settings:schemas:read", "settings.read");

  private EffectivePermissions() {}

  public static ApiResponse resolve(ApiRequest request, List<String> granted) {
    JsonNode asked = SettingsWrites.parse(request.body()).path("permissions");
    if (!asked.isArray()) {
      throw new ApiFailure(
          400,
          "Constraints violated.",
          List.of(Violation.inBody("permissions", "may not be null")));
    }
    ArrayNode answer = ApiResponse.JSON.createArrayNode();
    for (JsonNode each : asked) {
      String permission = each.path("permission").asText();
      boolean given =
          granted.contains(permission) || granted.contains(SCOPES.getOrDefault(permission, ""));
      ObjectNode shown =
          answer
              .addObject()
              .put("permission", Quoted.text(permission))
              .put("granted", given ? "true" : "false");
      if (each.path("context").isObject()) {
        shown.set("context", each.path("context"));
      }
    }
    return ApiResponse.json(200, answer);
  }
}

package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DynatraceSimulatorTest(hostGroups = "stage", allowInvalidRequests = true)
class HostileRequestsTest {

  private static final int REQUESTS = 400;
  private static final List<String> PATHS =
      List.of(
          OBJECTS,
          OBJECTS + "/x",
          OBJECTS + "/vu9U3hXa3q0AAAAB",
          "/api/v2/settings/effectiveValues",
          "/api/v2/settings/schemas",
          "/api/v2/settings/schemas/x",
          "/api/v2/entities",
          "/api/v2/entities/x",
          "/api/v2/apiTokens/lookup",
          "/api/v2/settings/effective-permissions:resolve",
          "/platform/metadata/v1/classic-environment-domain",
          "/sso/oauth2/token",
          "/e/x/api/v2/settings/objects",
          "/__simulator/faults",
          "/__simulator/snapshot",
          "/nowhere");
  private static final List<String> PARAMETERS =
      List.of(
          "schemaIds",
          "scopes",
          "scope",
          "fields",
          "filter",
          "sort",
          "pageSize",
          "nextPageKey",
          "entitySelector",
          "from",
          "to",
          "externalIds",
          "updateToken",
          "validateOnly");
  private static final List<String> TEXTS =
      List.of(
          "",
          "-1",
          "0",
          "999999999999",
          "%00",
          "%22",
          "%C3%28",
          "a,b,,",
          "type(",
          "type(%22HOST%22)",
          "not(not(not(",
          "value.x%3D",
          "((((((((",
          "null",
          "builtin:logmonitoring.log-storage-settings",
          "HOST_GROUP-0",
          "environment",
          "now-999999y",
          "cGFnZS8xHy01",
          "cGFnZS8xHzk5",
          "e30",
          "x".repeat(30_000),
          "%E2%80%AE");
  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[1]",
          "{\"a\":",
          "[{}]",
          "\"x\"",
          "[".repeat(2_000),
          "[{\"schemaId\":1}]",
          "[{\"schemaId\":\"x\",\"scope\":\"environment\",\"value\":[]}]",
          "[{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"scope\":\"HOST-1\",\"value\":{}}]",
          "[{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"scope\":\"environment\",\"value\":{\"matchers\":{}}}]",
          "{\"value\":{},\"insertAfter\":5}",
          "{\"token\":[]}",
          "{\"format\":\"dynatrace-simulator/1\",\"objects\":[{}]}",
          "[{\"operation\":7}]",
          "{\"value\":" + "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500) + "}",
          "[{\"schemaId\":" + "9".repeat(3_000) + "}]",
          "[{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"scope\":\"environment\",\"value\":{\"enabled\":1e999}}]",
          "[{\"scope\":\"environment\",\"scope\":\"HOST-1\",\"value\":1,\"value\":{}}]",
          "[" + Items.item("\\ud800", "") + "]",
          "[" + Items.item("b", "\"externalId\":\"\\udfff\"") + "]",
          "{\"permissions\":[1,{},[]]}",
          "grant_type=%zz",
          "\u0000\uFFFF");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areAnsweredLikeTheServiceDoesAndChangeNothing(
      long seed, DynatraceSimulator simulator, URI address) {
    HttpCalls calls = new HttpCalls(address, HttpCalls.TOKEN);
    calls.post(OBJECTS, "[" + Items.item("a", "\"externalId\":\"x\"") + "]");
    JsonNode before = simulator.objects();
    Random random = new Random(seed);

    for (int i = 0; i < REQUESTS; i++) {
      String method = any(random, List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"));
      String target = any(random, PATHS) + query(random);
      String body = any(random, BODIES);
      if (target.contains("__simulator") && method.equals("DELETE")) {
        continue;
      }
      HttpCalls.Raw answer = calls.raw(method, target, body);

      assertThat(answer.status())
          .as("seed %d: %s %s %s", seed, method, target, body)
          .isBetween(200, 499);
      assertThat(answer.text())
          .as("seed %d: %s %s", seed, method, target)
          .doesNotContain("Exception", "\tat ");
      assertThat(answer.status() < 400 || isError(answer))
          .as("seed %d: %s %s %s: %s", seed, method, target, body, answer)
          .isTrue();
      assertThat(simulator.objects())
          .as("seed %d: %s %s %s", seed, method, target, body)
          .isEqualTo(before);
    }
  }

  /** An envelope, results of items, or the one answer that has no body. */
  private static boolean isError(HttpCalls.Raw answer) {
    return answer.contentType().equals("application/json; charset=utf-8")
        ? answer.text().matches("(?s)(\\{\"error\"|\\{\"code\"|\\[\\{\"code\").*")
        : answer.status() == 404 && answer.text().isEmpty();
  }

  private static String query(Random random) {
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      query.append(query.length() == 0 ? '?' : '&');
      query.append(any(random, PARAMETERS)).append('=').append(any(random, TEXTS));
    }
    return query.toString();
  }

  private static String any(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

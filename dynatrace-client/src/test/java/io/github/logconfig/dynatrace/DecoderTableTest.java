package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests every status with every shape of body, for a read, a creation and a deletion. {@code
 * decoder-table.txt} has the expected results: the outcome of the call and the decoded errors.
 */
class DecoderTableTest {

  private static final int[] STATUSES = {
    200, 201, 204, 207, 302, 400, 401, 403, 404, 407, 409, 412, 413, 418, 429, 500, 501, 502, 503,
    504, 529
  };
  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final String RESULT =
      "{\"code\":400,\"error\":{\"code\":400,\"message\":\"bad\",\"constraintViolations\":"
          + "[{\"path\":\"p\",\"message\":\"m\",\"parameterLocation\":\"SOMETHING_NEW\"}]}}";
  private static final int HUGE = 3_000_000;

  private static StubServer server;
  private static DynatraceClient client;

  @BeforeAll
  static void start() {
    server = new StubServer();
    client = server.client().retryPolicy(RetryPolicy.NONE).timing(new RecordingTiming()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.stop();
  }

  @Test
  void endsEveryResponseAsInTheTable() throws IOException {
    GoldenTable table = new GoldenTable("decoder-table.txt");
    Map<String, ResponseDefinitionBuilder> bodies = bodies();
    for (int status : STATUSES) {
      table.heading("HTTP " + status);
      bodies.forEach(
          (shape, answer) -> {
            server.resetAll();
            server.stubFor(any(anyUrl()).willReturn(answer.withStatus(status)));
            table.row(
                shape,
                String.format(
                    "get: %-28s create: %-44s delete: %s",
                    read(() -> client.settings().get(ID)),
                    read(DecoderTableTest::create),
                    read(() -> client.settings().delete(ID))));
          });
    }
    table.check();
  }

  private static void create() {
    BatchResult result =
        client.settings().create(List.of(RetryTest.object(true), RetryTest.object(true)));
    assertThat(result.items()).hasSize(2);
    throw new BatchOutcome(
        result.items().stream()
            .map(item -> item.error().map(e -> "refused " + e.code()).orElse("written"))
            .toList()
            .toString());
  }

  /** Carries the result of a batch, which is not a failure. */
  private static final class BatchOutcome extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchOutcome(String items) {
      super(items);
    }
  }

  private static String read(Runnable call) {
    String[] details = {""};
    String outcome =
        GoldenTable.outcome(
            () -> {
              try {
                call.run();
              } catch (BatchOutcome it) {
                details[0] = String.valueOf(it.getMessage());
              } catch (DynatraceApiException e) {
                assertThat(e.getMessage()).hasSizeLessThan(3_000).doesNotContain("\n");
                details[0] = e.violations().isEmpty() ? "" : " " + e.violations().size();
                throw e;
              }
            });
    return (outcome + details[0]).replace("done[", "[");
  }

  private static Map<String, ResponseDefinitionBuilder> bodies() {
    Map<String, ResponseDefinitionBuilder> bodies = new LinkedHashMap<>();
    bodies.put("two results", json("[" + RESULT + ",{\"code\":200,\"objectId\":\"x\"}]"));
    bodies.put("one result in an array", json("[" + RESULT + "]"));
    bodies.put("a result without a code", json("[{},{\"code\":200}]"));
    bodies.put("array of nothing", json("[null,null]"));
    bodies.put("empty array", json("[]"));
    bodies.put("one result", json(RESULT));
    bodies.put("settings object", json("{\"objectId\":\"x\",\"new\":[1],\"value\":{\"a\":1.10}}"));
    bodies.put("object with a wrong type", json("{\"objectId\":{\"a\":1},\"value\":[]}"));
    bodies.put("object with an oversize id", json("{\"objectId\":\"" + "x".repeat(3_000) + "\"}"));
    bodies.put(
        "envelope", json("{\"error\":{\"code\":403,\"message\":\"no\",\"more\":{\"a\":[]}}}"));
    bodies.put("envelope of nothing", json("{\"error\":null}"));
    bodies.put("empty object", json("{}"));
    bodies.put("null", json("null"));
    bodies.put("a number", json("42"));
    bodies.put("empty", aResponse());
    bodies.put("HTML", aResponse().withHeader("Content-Type", "text/html").withBody("<html><p>Hi"));
    bodies.put(
        "plain text",
        aResponse().withHeader("Content-Type", "text/plain").withBody("Go\naway\u0007"));
    bodies.put(
        "JSON of a wrong type",
        aResponse().withHeader("Content-Type", "image/png").withBody("[" + RESULT + "]"));
    bodies.put(
        "JSON of a malformed type",
        aResponse().withHeader("Content-Type", ";;charset=x-none").withBody(RESULT));
    bodies.put("truncated", json("{\"error\":{\"code\":403,\"mess"));
    bodies.put("two documents", json("{} {}"));
    bodies.put("bad UTF-8", json(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'}));
    bodies.put("UTF-16", json("{\"value\":{}}".getBytes(StandardCharsets.UTF_16)));
    bodies.put("huge", json("{\"error\":{\"message\":\"" + "x".repeat(HUGE) + "\"}}"));
    bodies.put("deep", json("[".repeat(100_000)));
    bodies.put("large number", json("{\"value\":{\"a\":" + "9".repeat(5_000) + "}}"));
    return bodies;
  }

  private static ResponseDefinitionBuilder json(String body) {
    return json(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseDefinitionBuilder json(byte[] body) {
    return aResponse().withHeader("Content-Type", "application/json; charset=utf-8").withBody(body);
  }
}

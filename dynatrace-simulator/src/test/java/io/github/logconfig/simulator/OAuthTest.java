package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTest {

  private static final String PLATFORM = "/platform/classic/environment-api/v2/settings/objects";
  private static final String LIST = PLATFORM + "?scopes=environment";
  private static final String CREDENTIALS =
      "grant_type=client_credentials&client_id=dt0s02.ID&client_secret=dt0s02.ID.SECRET";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T00:00:00Z"));
  private DynatraceSimulator simulator;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .clock(clock)
            .oauthClient(
                "dt0s02.ID", "dt0s02.ID.SECRET", "settings:objects:read", "settings:schemas:read")
            .start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void grantsATokenThatMayDoWhatItWasGrantedFor() {
    JsonNode granted =
        token(CREDENTIALS + "&scope=settings%3Aobjects%3Aread&resource=urn:x").body();

    assertThat(granted.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(granted.path("expires_in").asInt()).isEqualTo(300);
    assertThat(granted.path("scope").asText()).isEqualTo("settings:objects:read");
    HttpCalls bearer = bearer(granted);
    assertThat(bearer.get(LIST).status()).isEqualTo(200);
    HttpCalls.Answer refused = bearer.post(PLATFORM, "[]");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().at("/error/message").asText())
        .isEqualTo("Token is missing required scope. Use one of: [settings:objects:write]");
    assertThat(bearer.get("/platform/classic/environment-api/v2/entities").status()).isEqualTo(403);
    assertThat(bearer.get("/api/v2/settings/objects?scopes=environment").status()).isEqualTo(200);
    assertThat(
            new HttpCalls(simulator.baseUrl(), granted.path("access_token").asText())
                .get("/api/v2/settings/objects?scopes=environment")
                .status())
        .as("as Api-Token")
        .isEqualTo(401);
  }

  @Test
  void rejectsExpiredTokens() {
    HttpCalls bearer = bearer(token(CREDENTIALS).body());

    assertThat(bearer.get(LIST).status()).isEqualTo(200);
    clock.passes(300);
    assertThat(bearer.get(LIST).status()).isEqualTo(401);
  }

  @Test
  void rejectsTokensForAnotherEnvironment() {
    try (DynatraceSimulator environment =
        DynatraceSimulator.builder().allowInvalidRequests().environmentId("abc12345").start()) {
      for (String resource :
          List.of("urn:dtenvironment:abc12345", "urn:dtaccount:x", "urn:dtenvironment:other")) {
        String token =
            new HttpCalls(environment.baseUrl(), "None", "x")
                .post(
                    "/sso/oauth2/token",
                    "grant_type=client_credentials&client_id=a&client_secret=b"
                        + "&scope=settings:objects:read&resource="
                        + resource)
                .body()
                .path("access_token")
                .asText();
        assertThat(new HttpCalls(environment.baseUrl(), "Bearer", token).get(LIST).status())
            .as(resource)
            .isEqualTo(resource.endsWith("other") ? 401 : 200);
      }
    }
  }

  @Test
  void takesCredentialsFromTheHeader() {
    String pair =
        Base64.getEncoder()
            .encodeToString("dt0s02.ID:dt0s02.ID.SECRET".getBytes(StandardCharsets.UTF_8));

    assertThat(
            new HttpCalls(simulator.baseUrl(), "Basic", pair)
                .post("/sso/oauth2/token", "grant_type=client_credentials")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grant_type=password | 400 | unsupported_grant_type",
        "grant_type=client_credentials | 401 | invalid_client",
        "grant_type=client_credentials&client_id=dt0s02.ID&client_secret=x | 401 | invalid_client",
        "grant_type=client_credentials&client_id=y&client_secret=x | 401 | invalid_client",
        "grant_type=client_credentials&client_id=%zz | 400 | The form cannot be decoded."
      })
  void refusesWhatIsNotAClient(String form, int status, String expected) {
    HttpCalls.Answer answer = token(form);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().toString()).contains(expected);
  }

  @Test
  void refusesScopesThatTheClientDoesNotHave() {
    assertThat(token(CREDENTIALS + "&scope=settings:objects:write").body().path("error").asText())
        .isEqualTo("invalid_scope");
  }

  @Test
  void recordsTheClientAsAuthor() {
    try (DynatraceSimulator open = DynatraceSimulator.builder().start()) {
      JsonNode granted =
          new HttpCalls(open.baseUrl(), "x")
              .post("/sso/oauth2/token", CREDENTIALS + "&scope=settings:objects:write")
              .body();
      new HttpCalls(open.baseUrl(), "Bearer", granted.path("access_token").asText())
          .post(PLATFORM, "[" + Items.item("a", "") + "]");

      assertThat(open.objects().get(0).path("author").asText()).isEqualTo("dt0s02.ID");
    }
  }

  @Test
  void tellsWhatClientsAskForBeforeTheyBegin() {
    HttpCalls bearer = bearer(token(CREDENTIALS).body());

    assertThat(
            bearer
                .get("/platform/metadata/v1/classic-environment-domain")
                .body()
                .path("domain")
                .asText())
        .isEqualTo(simulator.baseUrl().toString());
    assertThat(bearer.get("/platform/metadata/v1/user").body().path("userId").asText())
        .isEqualTo("dt0s02.ID");
    assertThat(
            bearer
                .get("/platform/classic/environment-api/v1/config/clusterversion")
                .body()
                .path("version")
                .asText())
        .matches("1\\.[0-9]+\\.[0-9]+\\.[0-9]{8}-[0-9]{6}");
    JsonNode permissions =
        bearer
            .post(
                "/platform/classic/environment-api/v2/settings/effective-permissions:resolve",
                "{\"permissions\":[{\"permission\":\"settings:objects:read\","
                    + "\"context\":{\"schemaId\":\"s\"}},{\"permission\":\"settings:objects:write\"}]}")
            .body();
    assertThat(permissions.toString())
        .isEqualTo(
            "[{\"permission\":\"settings:objects:read\",\"granted\":\"true\","
                + "\"context\":{\"schemaId\":\"s\"}},"
                + "{\"permission\":\"settings:objects:write\",\"granted\":\"false\"}]");
  }

  private HttpCalls.Answer token(String form) {
    return new HttpCalls(simulator.baseUrl(), "x").post("/sso/oauth2/token", form);
  }

  private HttpCalls bearer(JsonNode granted) {
    return new HttpCalls(simulator.baseUrl(), "Bearer", granted.path("access_token").asText());
  }
}

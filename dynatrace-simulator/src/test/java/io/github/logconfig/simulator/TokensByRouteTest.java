package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kinds of tokens the classic route and the platform route accept. */
class TokensByRouteTest {

  private static final String CLASSIC = "/api/v2/settings/objects?scopes=environment";
  private static final String MANAGED = "/e/abc" + CLASSIC;
  private static final String PLATFORM =
      "/platform/classic/environment-api/v2/settings/objects?scopes=environment";

  @ParameterizedTest
  @CsvSource({
    "Api-Token, dt0c01.PUBLIC.SECRET, 200, 200, 401",
    "Bearer, dt0c01.PUBLIC.SECRET, 401, 401, 401",
    "Api-Token, dt0s16.PUBLIC.SECRET, 401, 401, 401",
    "Bearer, dt0s16.PUBLIC.SECRET, 200, 401, 200",
    "Basic, dt0c01.PUBLIC.SECRET, 401, 401, 401"
  })
  void acceptsTokensByRouteAndKind(
      String scheme, String token, int classic, int managed, int platform) {
    try (DynatraceSimulator any = DynatraceSimulator.builder().start();
        DynatraceSimulator configured =
            DynatraceSimulator.builder()
                .token("dt0c01.PUBLIC.SECRET")
                .token("dt0s16.PUBLIC.SECRET")
                .start()) {
      for (URI address : new URI[] {any.baseUrl(), configured.baseUrl()}) {
        HttpCalls calls = new HttpCalls(address, scheme, token);

        assertThat(calls.get(CLASSIC).status()).isEqualTo(classic);
        assertThat(calls.get(MANAGED).status()).isEqualTo(managed);
        assertThat(calls.get(PLATFORM).status()).isEqualTo(platform);
      }
    }
  }

  @Test
  void platformRouteIgnoresTokensInTheQuery() {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start()) {
      HttpCalls anonymous = new HttpCalls(simulator.baseUrl(), "None", "x");

      assertThat(anonymous.get(CLASSIC + "&api-token=dt0c01.A.B").status()).isEqualTo(200);
      assertThat(anonymous.get(PLATFORM + "&api-token=dt0c01.A.B").status()).isEqualTo(401);
    }
  }

  @Test
  void grantsPlatformScopesToPlatformTokens() {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .tokenWithScopes("dt0s16.PUBLIC.SECRET", "settings:objects:read")
            .start()) {
      HttpCalls reader = new HttpCalls(simulator.baseUrl(), "Bearer", "dt0s16.PUBLIC.SECRET");

      assertThat(reader.get(PLATFORM).status()).isEqualTo(200);
      assertThat(reader.get("/api/v2/settings/schemas").body().at("/error/message").asText())
          .isEqualTo("Token is missing required scope. Use one of: [settings:schemas:read]");
    }
  }

  @Test
  void responds410ToTokenLookUpsWithoutThem() {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().allowInvalidRequests().withoutTokenLookup().start()) {
      HttpCalls calls = new HttpCalls(simulator.baseUrl(), "Api-Token", "dt0c01.PUBLIC.SECRET");

      assertThat(calls.post("/api/v2/apiTokens/lookup", "{\"token\":\"x\"}").status())
          .isEqualTo(410);
      assertThat(calls.get(CLASSIC).status()).isEqualTo(200);
    }
  }
}

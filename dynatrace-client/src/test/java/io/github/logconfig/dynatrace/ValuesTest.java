package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "https://abc12345.live.dynatrace.com,https://abc12345.live.dynatrace.com/api/v2/",
    "https://abc12345.live.dynatrace.com/api/,https://abc12345.live.dynatrace.com/api/v2/",
    "https://managed.example.com/e/id/,https://managed.example.com/e/id/api/v2/",
    "https://ag.example.com:9999/e/id,https://ag.example.com:9999/e/id/api/v2/",
    "https://abc12345.apps.dynatrace.com,https://abc12345.apps.dynatrace.com/platform/classic/environment-api/v2/",
    "http://127.0.0.1:8080,http://127.0.0.1:8080/api/v2/"
  })
  void everyFormOfBaseUrlLeadsToItsApi(String text, String api) {
    assertThat(BaseUrl.parse(text).apiV2()).hasToString(api);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc12345.live.dynatrace.com",
        "http://abc12345.live.dynatrace.com",
        "http://127.0.0.1.example.com",
        "https://user:hunter2@abc12345.live.dynatrace.com",
        "https://abc12345.live.dynatrace.com?x",
        "file:///etc/passwd"
      })
  void refusesOtherAddressesWithoutRepeatingSecretsInThem(String text) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aTokenShowsItsPublicPartAtMost() {
    assertThat(ApiToken.of(" dt0c01.PUBLIC.SECRET\n")).hasToString("dt0c01.PUBLIC.****");
    assertThat(ApiToken.of("legacy-token")).hasToString("****");
    assertThat(ApiToken.of("dt0c01.SECRET")).hasToString("****");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "dt0c01.A.TOP\nSECRET", "dt0c01.A.TOPSECRET\u00e4"})
  void refusesATokenThatCannotStandInAHeaderWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> ApiToken.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void refusesWhatTheServiceCouldOnlyRefuse() {
    assertThatThrownBy(() -> new SchemaId(" ")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new ExternalId("x".repeat(501)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> SettingsQuery.builder().build())
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () -> SettingsQuery.builder().addSchemaId(new SchemaId("s")).pageSize(501).build())
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("501");
    assertThatThrownBy(
            () ->
                NewSettingsObject.builder()
                    .schemaId(new SchemaId("s"))
                    .scope(SettingsScope.ENVIRONMENT)
                    .value(JsonNodeFactory.instance.arrayNode())
                    .build())
        .isInstanceOf(InvalidArgumentException.class);
  }
}

package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @Test
  void showsOnlyThePublicPartOfAToken() {
    assertThat(ApiToken.of(" dt0c01.PUBLIC.SECRET\n")).hasToString("dt0c01.PUBLIC.****");
    assertThat(ApiToken.of("legacy-token")).hasToString("****");
    assertThat(ApiToken.of("dt0c01.SECRET")).hasToString("****");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "dt0c01.A.TOP\nSECRET", "dt0c01.A.TOPSECRET\u00e4"})
  void rejectsAnInvalidTokenWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> ApiToken.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void rejectsInvalidValues() {
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

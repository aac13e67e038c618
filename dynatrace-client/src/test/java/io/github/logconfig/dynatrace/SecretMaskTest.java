package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {

  private static final String PUBLIC = "dt0c01.ABCDEFGHIJKLMNOPQRSTUVWX.";
  private static final String SECRET = "0123456789ABCDEF".repeat(4);
  private static final String TOKEN = PUBLIC + SECRET;

  @ParameterizedTest
  @CsvSource({
    "dt0c01.PUBLIC12.SECRET7890123456,dt0c01.PUBLIC12.****",
    "dt0s16.PUBLIC12.SECRET7890123456,dt0s16.PUBLIC12.****",
    "dt0C01.Public12.secret7890123456,dt0C01.Public12.****",
    "?api-token=dt0c01%2EPUBLIC12%2ESECRET7890123456&x,?api-token=dt0c01%2EPUBLIC12%2E****&x",
    "'a dt0c01.A1B2.SECRET7890123456, b dt0s02.C3D4.SECRET7890123456','a dt0c01.A1B2.****, b"
        + " dt0s02.C3D4.****'",
    "dt0c01.PUBLIC12,dt0c01.PUBLIC12",
    "dt0c01.PUBLIC12.example,dt0c01.PUBLIC12.example",
    "plain text,plain text",
    "'',''"
  })
  void masksTheSecretPartOfTokens(String text, String masked) {
    assertThat(SecretMask.mask(text)).isEqualTo(masked);
  }

  @Test
  void masksTokensInArgumentErrors() {
    assertThatThrownBy(() -> BaseUrl.parse(TOKEN))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(PUBLIC + "****");
    assertThatThrownBy(() -> EntitySelector.ofType("x".repeat(40) + "(" + TOKEN))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(PUBLIC + "****");
    assertThatThrownBy(() -> BaseUrl.parse("https://x" + TOKEN.replace(".", "-") + ".com"))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void masksATokenInAFileName() {
    Credentials credentials = Credentials.tokenFile(Path.of(TOKEN));
    assertThat(credentials).hasToString("token in " + PUBLIC + "****");
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("http://127.0.0.1:9"))
            .credentials(credentials)
            .retryPolicy(RetryPolicy.NONE)
            .build()) {
      assertThatThrownBy(() -> client.settings().get(new SettingsObjectId("x")))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining(PUBLIC + "****")
          .message()
          .doesNotContain(SECRET);
    }
  }
}

package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

  private static final int FUZZ_CASES = 10_000;

  private static final String PLATFORM = "/platform/classic/environment-api/v2/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://abc12345.live.dynatrace.com",
        "https://abc12345.live.dynatrace.com/api/v2",
        "https://abc12345.live.dynatrace.com/platform/classic/environment-api/v2",
        "https://abc12345.apps.dynatrace.com",
        "https://abc12345.apps.dynatrace.com/ui/apps/x",
        "https://abc12345.apps.dynatrace.com/platform/classic/environment-api/v2/",
      })
  void choosesTheHostOfSaasByKindOfToken(String text) {
    BaseUrl url = BaseUrl.parse(text);
    String platform = "https://abc12345.apps.dynatrace.com" + PLATFORM;
    assertThat(url.apiV2(TokenKind.API_TOKEN))
        .hasToString("https://abc12345.live.dynatrace.com/api/v2/");
    assertThat(url.apiV2(TokenKind.PLATFORM_TOKEN)).hasToString(platform);
    assertThat(url.apiV2(TokenKind.ACCESS_TOKEN)).hasToString(platform);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://managed.example.com/e/id",
        "https://ag.example.com:9999/e/id",
        "https://gateway.example.com",
        "https://abc12345.live.dynatrace.com.example.com",
        "http://127.0.0.1:8080/e/id"
      })
  void sendsOnlyApiTokensToManagedAndActiveGates(String text) {
    BaseUrl url = BaseUrl.parse(text + "/");
    assertThat(url.apiV2(TokenKind.API_TOKEN)).hasToString(text + "/api/v2/");
    for (TokenKind kind : Set.of(TokenKind.PLATFORM_TOKEN, TokenKind.ACCESS_TOKEN)) {
      assertThatThrownBy(() -> url.apiV2(kind))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage(
              text
                  + " does not accept credentials of the kind "
                  + kind
                  + "; expected API token (dt0c01)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://gateway.example.com/dynatrace", "http://127.0.0.1:8080"})
  void sendsNoApiTokenToThePathOfThePlatform(String text) {
    BaseUrl url = BaseUrl.parse(text + PLATFORM);
    assertThat(url.apiV2(TokenKind.PLATFORM_TOKEN)).hasToString(text + PLATFORM);
    assertThatThrownBy(() -> url.apiV2(TokenKind.API_TOKEN))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("expected platform token (dt0s16) or OAuth client");
  }

  @Test
  void findsBothApisOnThisMachine() {
    BaseUrl url = BaseUrl.parse("http://127.0.0.1:8080");
    assertThat(url.apiV2(TokenKind.API_TOKEN)).hasToString("http://127.0.0.1:8080/api/v2/");
    assertThat(url.apiV2(TokenKind.ACCESS_TOKEN)).hasToString("http://127.0.0.1:8080" + PLATFORM);
  }

  @ParameterizedTest
  @CsvSource({
    "' HTTPS://ABC12345.Live.Dynatrace.COM ',https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com:443///,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/v2/,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com//api,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/v1,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/api,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/v2/api/v2/,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api//api///api/,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/ui/x,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com//ui//,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/ui/api/v2,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/api/v3,https://abc12345.live.dynatrace.com/api/v3",
    "https://abc12345.live.dynatrace.com/apiary,https://abc12345.live.dynatrace.com/apiary",
    "https://managed.example.com/e/id/api/v2/api,https://managed.example.com/e/id",
    "https://proxy.example.com/dynatrace/ui/x,https://proxy.example.com/dynatrace",
    "https://abc12345.live.dynatrace.com/ui,https://abc12345.live.dynatrace.com",
    "https://abc12345.live.dynatrace.com/ui/settings/x,https://abc12345.live.dynatrace.com",
    "https://managed.example.com/e/id/ui/,https://managed.example.com/e/id",
    "https://managed.example.com/e/ID/ui/hub/ui/api,https://managed.example.com/e/ID",
    "https://ag.example.com/ui-proxy/e/id,https://ag.example.com/ui-proxy/e/id",
    "https://abc12345.apps.dynatrace.com/ui/apps/dynatrace.logs/,https://abc12345.apps.dynatrace.com",
    "https://abc12345.apps.dynatrace.com/platform/classic/environment-api/v2/,https://abc12345.apps.dynatrace.com",
    "https://abc12345.apps.dynatrace.com/platform/classic/environment-api/,https://abc12345.apps.dynatrace.com",
    "https://abc12345.apps.dynatrace.com/platform/classic/environment-api/v2/api/v2,https://abc12345.apps.dynatrace.com",
    "https://abc12345.apps.dynatrace.com/api/v2,https://abc12345.apps.dynatrace.com",
    "http://127.0.0.1:8080/platform/classic/environment-api//,http://127.0.0.1:8080/platform/classic/environment-api/v2",
    "http://LOCALHOST:80/,http://localhost",
    "http://[::1]:8080/,http://[::1]:8080"
  })
  void normalizesUrls(String text, String normalized) {
    assertThat(BaseUrl.parse(text)).hasToString(normalized).isEqualTo(BaseUrl.parse(normalized));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc12345.live.dynatrace.com",
        "http://abc12345.live.dynatrace.com",
        "http://127.0.0.1.example.com",
        "https://user:hunter2@abc12345.live.dynatrace.com",
        "https://user:hunter2/x@abc12345.live.dynatrace.com",
        "https://abc12345.live.dynatrace.com?x",
        "http://127.0.0.1:1/?api-token=hunter2",
        "https://abc12345.live.dynatrace.com/#x",
        "https://a_b.example.com",
        "https://",
        "file:///etc/passwd"
      })
  void rejectsOtherFormsWithoutRepeatingSecrets(String text) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("invalid base URL \"")
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com:0,0",
    "https://a.example.com:99999/e/id,99999",
    "http://127.0.0.1:,''",
    "https://a.example.com:/api,''",
    "https://[::1]:70000,70000"
  })
  void rejectsInvalidPorts(String text, String port) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "invalid port of the base URL \"" + port + "\": expected a number from 1 to 65535");
    assertThatThrownBy(() -> tokenEndpoint(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "invalid port of the token endpoint \""
                + port
                + "\": expected a number from 1 to 65535");
  }

  @Test
  void rejectsHostsThatCannotExist() {
    String label = "x".repeat(63);
    assertThat(BaseUrl.parse("https://" + label + ".com")).hasToString("https://" + label + ".com");
    for (String host : List.of(label + "x.com", (label + ".").repeat(4) + "com")) {
      assertThatThrownBy(() -> BaseUrl.parse("https://" + host))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("host of the base URL \"" + host.substring(0, 60))
          .hasMessageContaining("expected a valid host name");
      assertThatThrownBy(() -> tokenEndpoint("https://" + host))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("host of the token endpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "http://proxy", "proxy:8080", "me:hunter2@proxy", "a b"})
  void rejectsProxyHostsThatCannotExist(String host) {
    assertThatThrownBy(() -> HttpProxy.of(host, 8080))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("proxy host")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void acceptsOrRejectsRandomText() {
    Random random = new Random(20_261_126);
    int clients = 0;
    for (int i = 0; i < FUZZ_CASES; i++) {
      String text = url(random);
      try {
        BaseUrl url = BaseUrl.parse(text);
        assertThat(BaseUrl.parse(url.toString())).as(text).isEqualTo(url);
        DynatraceClient.builder()
            .baseUrl(url)
            .credentials(
                url.tokenKinds().contains(TokenKind.API_TOKEN)
                    ? Credentials.token("dt0c01.PUBLIC.SECRETSECRET")
                    : Credentials.token("dt0s16.PUBLIC.SECRETSECRET"))
            .build()
            .close();
        clients++;
      } catch (InvalidArgumentException expected) {
        assertThat(expected).message().isNotBlank();
      }
    }
    assertThat(clients).isBetween(FUZZ_CASES / 100, FUZZ_CASES);
  }

  private static String url(Random random) {
    StringBuilder url = new StringBuilder();
    url.append(
        any(random, "https://", "https://", "https://", "http://", "HTTPS://", "//", "", "ftp://"));
    url.append(any(random, "", "", "", "", "", "me@", "me:x@", "@"));
    url.append(
        any(
            random,
            "abc12345.live.dynatrace.com",
            "abc12345.apps.dynatrace.com",
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:7f00:1]",
            "[::1%25lo]",
            "[",
            "a..b",
            "a.example.com.",
            ".",
            "",
            "-a-",
            "1.2.3.4.5",
            "0x7f.1",
            "999.999.999.999",
            "xn--a",
            "\u00fc.example.com",
            "a%41.example.com",
            "x".repeat(60 + random.nextInt(8)) + ".com"));
    url.append(
        any(
            random,
            "",
            "",
            "",
            ":443",
            ":80",
            ":",
            ":0",
            ":-1",
            ":65535",
            ":65536",
            ":99999999999",
            ":x"));
    for (int i = random.nextInt(4); i > 0; i--) {
      url.append(
          any(
              random,
              "/",
              "/api",
              "/api/v2",
              "/ui",
              "/e/id",
              "/..",
              "/.",
              "/%2e%2e",
              "/%2f",
              "/%zz",
              "/a;b=c",
              "/a b",
              "/\u00fc",
              "/%00",
              "/platform/classic/environment-api/v2",
              "//"));
    }
    url.append(any(random, "", "", "", "", "", "?", "?a=b", "#", "\n", "\u0000", "\\"));
    if (random.nextInt(4) == 0) {
      url.setCharAt(random.nextInt(url.length()), (char) random.nextInt(0x180));
    }
    return url.toString();
  }

  private static String any(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static OAuthClient tokenEndpoint(String text) {
    return OAuthClient.builder()
        .tokenEndpoint(URI.create(text))
        .clientId("me")
        .clientSecret(ClientSecret.of("SECRETSECRET"))
        .build();
  }
}

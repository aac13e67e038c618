package io.github.logconfig.dynatrace.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedactorTest {

  private static final String SECRET = "Q7ZK2M9XW4BT6RJ8VH3NC5PL1DGFYSEA0UOIQ7ZX";
  private static final int PART = 12;

  /** Characters of Base64 at each end that also depend on what surrounds the secret. */
  private static final int LEFT = 3;

  private static final String TOKEN = "dt0c01.PUBLICPART." + SECRET;

  private final Redactor redactor = new Redactor();

  /** What a server may make of a token that it repeats. */
  private static List<String> echoes(String secret) {
    String token = "dt0c01.PUBLICPART." + secret;
    List<String> echoes = new ArrayList<>();
    for (String before : List.of("", "a", "ab", "abc", "Api-Token dt0c01.PUBLICPART.", "x:")) {
      byte[] bytes = (before + secret + before).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      echoes.add(base64);
      echoes.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      echoes.add(base64.replace("=", "%3D").replace("+", "%2B").replace("/", "\\/"));
    }
    echoes.add(new StringBuilder(token).reverse().toString());
    echoes.add(token.toLowerCase(Locale.ROOT));
    echoes.add(escaped(token, "%%%02X"));
    echoes.add(escaped(token, "%%%02x"));
    echoes.add(escaped(token, "\\u%04x"));
    echoes.add(token.substring(3, token.length() - 3));
    return echoes;
  }

  @Test
  void masksASecretInEveryForm() {
    redactor.rememberHeader("Api-Token " + TOKEN);
    List<String> echoes = echoes(SECRET);
    List<String> ofAnother = echoes("0".repeat(SECRET.length()));
    for (int i = 0; i < echoes.size(); i++) {
      String echo = echoes.get(i);
      String clean = redactor.clean("bad token " + echo + " (401)");

      assertThat(clean).startsWith("bad token ").endsWith(" (401)").containsOnlyOnce("****");
      assertThat(secretParts(echo, ofAnother.get(i))).isNotEmpty().noneMatch(clean::contains);
    }
  }

  @Test
  void masksAMixtureOfPlainAndEscapedCharacters() {
    redactor.rememberHeader("Api-Token " + TOKEN);
    String mixed = SECRET.replace("Z", "%5A").replace("7", "\\u0037");
    assertThat(redactor.clean("<" + mixed + ">")).isEqualTo("<****>");
  }

  @Test
  void keepsTheIdOfAToken() {
    redactor.rememberHeader("Api-Token " + TOKEN);
    assertThat(redactor.clean("token " + TOKEN + "?")).isEqualTo("token dt0c01.PUBLICPART.****?");
  }

  @Test
  void masksTokensItDoesNotKnow() {
    assertThat(redactor.clean("token " + TOKEN + "?")).isEqualTo("token dt0c01.PUBLICPART.****?");
  }

  @Test
  void masksConfiguredSecretsHoweverManyTokensWereUsed() {
    redactor.rememberConfigured(SECRET);
    for (int i = 0; i < 100; i++) {
      redactor.remember("another-token-" + i);
    }
    assertThat(redactor.clean("secret " + SECRET)).isEqualTo("secret ****");
    assertThat(redactor.clean("another-token-99")).isEqualTo("****");
    redactor.clear();
    assertThat(redactor.clean("secret " + SECRET)).isEqualTo("secret " + SECRET);
  }

  @Test
  void leavesOtherTextsAsTheyAre() {
    redactor.rememberHeader("Api-Token " + TOKEN);
    for (String text :
        List.of(
            "",
            "%",
            "\\",
            "100 % of \\u00zz and %zz, \\",
            SECRET.substring(0, 11),
            "{\"code\":400,\"message\":\"a \\\"b\\\" \\u00e4 %41\"}")) {
      assertThat(redactor.clean(text)).isEqualTo(text);
    }
  }

  @Test
  void masksALongTokenInALongText() {
    String jwt = "abcdefghijklmnopqrstuvwxyz0123456789-_".repeat(400);
    redactor.remember(jwt);
    String clean = redactor.clean("x".repeat(1_000_000) + jwt + "y".repeat(1_000));
    assertThat(clean).isEqualTo("x".repeat(1_000_000) + "****" + "y".repeat(1_000));
  }

  /** Parts of an echo that depend on more than a few characters of the secret. */
  private static List<String> secretParts(String echo, String ofAnother) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i + PART <= echo.length() && i + PART <= ofAnother.length(); i++) {
      long different =
          IntStream.range(i, i + PART)
              .filter(at -> echo.charAt(at) != ofAnother.charAt(at))
              .count();
      if (different > LEFT) {
        parts.add(echo.substring(i, i + PART));
      }
    }
    return parts;
  }

  private static String escaped(String text, String format) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, format, c)));
    return escaped.toString();
  }
}

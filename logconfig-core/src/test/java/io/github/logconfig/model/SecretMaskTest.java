package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

  private static final String SECRET = "s3cr3t/with+signs~GQLSECRET?and more";

  @ParameterizedTest
  @CsvSource({
    "dt0c01.PUBLICPART.SECRETPART, dt0c01.PUBLICPART.****",
    "a dt0s16.ABC.def-_1 b, a dt0s16.ABC.**** b",
    "dt0c01%2EPUB%2ESECRET, dt0c01%2EPUB%2E****",
    "TERCES.BUP.10c0td, ****.BUP.10c0td",
    "https://h/?api-token=abcdef&x=1, https://h/?api-token=****&x=1",
    "https://user:word@host/path, https://****@host/path",
    "dt0c01.PUBLICPART, dt0c01.PUBLICPART",
    "no secret at all, no secret at all",
  })
  void masksWhatHasTheFormOfASecret(String text, String masked) {
    assertThat(SecretMask.BY_FORM.mask(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "Bearer "})
  void masksKnownSecretsInEveryEncoding(String before) {
    SecretMask mask = SecretMask.of(List.of(SECRET));
    String around = before + SECRET + before;

    assertThat(mask.mask(around)).isEqualTo(before + "****" + before);
    assertThat(mask.mask(new StringBuilder(around).reverse().toString()))
        .doesNotContain("TERCESLQG");
    assertThat(mask.mask(URLEncoder.encode(around, StandardCharsets.UTF_8)))
        .doesNotContain("GQLSECRET");
    String base64 = Base64.getEncoder().encodeToString(around.getBytes(StandardCharsets.UTF_8));
    String masked = mask.mask(base64);
    // what is left of the secret is at most one Base64 group at each end
    assertThat(masked).contains("****");
    assertThat(masked.replace("****", "").length())
        .isLessThanOrEqualTo(base64.length() - (SECRET.length() * 4) / 3 + 4);
  }

  @Test
  void masksFragments() {
    SecretMask mask = SecretMask.of(List.of(SECRET));

    assertThat(mask.mask("cut: " + SECRET.substring(3, 17))).isEqualTo("cut: ****");
    assertThat(mask.mask(SECRET.substring(3, 17) + ".")).isEqualTo("****.");
  }

  @Test
  void showsThePublicPartOfAKnownToken() {
    String token = "dt0c01.PUBLICPUBLICPUBLIC.SECRETSECRETSECRET";

    assertThat(SecretMask.of(List.of(token)).mask("token " + token))
        .isEqualTo("token dt0c01.PUBLICPUBLICPUBLIC.****");
  }

  @Test
  void masksTheCredentialsOfAnAuthorizationHeader() {
    String basic =
        Base64.getEncoder().encodeToString("user:pass-word".getBytes(StandardCharsets.UTF_8));

    assertThat(SecretMask.ofAuthorization("Basic " + basic).mask("no user:pass-word " + basic))
        .isEqualTo("no **** ****");
    assertThat(SecretMask.ofAuthorization("Basic " + basic).mask("bad pass-word"))
        .isEqualTo("bad ****");
    assertThat(SecretMask.ofAuthorization("first-word second-word").mask("bad first-word sec"))
        .isEqualTo("bad ****");
    assertThat(SecretMask.ofAuthorization("GQLSECRET").mask("bad Bearer GQLSECRET"))
        .isEqualTo("bad Bearer ****");
  }

  @Test
  void leavesWordsAloneThatAShortSecretOccursIn() {
    assertThat(SecretMask.of(List.of("a", "not")).mask("not a word")).isEqualTo("not a word");
  }
}

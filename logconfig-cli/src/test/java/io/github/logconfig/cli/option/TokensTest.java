package io.github.logconfig.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.model.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final EnvironmentName STAGING = new EnvironmentName("staging");
  private static final EnvironmentName PRODUCTION = new EnvironmentName("production");

  @TempDir private Path folder;

  @Test
  void prefersNamedTokensAndFiles() throws IOException {
    String named = "staging=" + file("named", "dt0c01.NAMEDFILE.s");
    String unnamed = file("unnamed", "dt0c01.FILE.s");
    Map<String, String> variables =
        Map.of(
            "DYNATRACE_API_TOKEN_STAGING", "dt0c01.NAMED.s", "DYNATRACE_API_TOKEN", "dt0c01.ANY.s");

    assertThat(token(List.of(named, unnamed), variables))
        .isEqualTo("token in " + folder.resolve("named"));
    assertThat(token(List.of(unnamed), variables)).isEqualTo("API token dt0c01.NAMED.****");
    assertThat(token(List.of(unnamed), Map.of("DYNATRACE_API_TOKEN", "dt0c01.ANY.s")))
        .isEqualTo("token in " + folder.resolve("unnamed"));
    assertThat(token(List.of(), Map.of("DYNATRACE_API_TOKEN", "dt0c01.ANY.s")))
        .isEqualTo("API token dt0c01.ANY.****");
  }

  @Test
  void usesOAuthClientOfOptionsAndVariables() throws IOException {
    Tokens.Options options =
        new Tokens.Options(
            List.of(),
            List.of("staging=dt0s02.NAMED"),
            List.of("staging=" + file("secret", "dt0s02.NAMED.s")),
            List.of("urn:dtaccount:1"),
            List.of("settings:objects:read"),
            Optional.empty());
    Map<String, String> variables =
        Map.of("DYNATRACE_OAUTH_CLIENT_ID", "dt0s02.ANY", "DYNATRACE_OAUTH_CLIENT_SECRET", "s");

    Credentials credentials =
        new Tokens(options, Map.of(), variables, List.of(STAGING)).of(STAGING, true, kind -> {});
    assertThat(credentials).hasToString("OAuth client dt0s02.NAMED");
    assertThat(((Credentials.OAuth) credentials).client())
        .returns(Optional.of("urn:dtaccount:1"), OAuthClient::resource)
        .returns(Set.of("settings:objects:read"), OAuthClient::scopes);
    assertThat(token(List.of(), variables)).isEqualTo("OAuth client dt0s02.ANY");
    assertThatThrownBy(
            () -> token(List.of(), Map.of("DYNATRACE_OAUTH_CLIENT_ID_STAGING", "dt0s02.A")))
        .hasMessage(
            "DYNATRACE_OAUTH_CLIENT_ID_STAGING is set without"
                + " DYNATRACE_OAUTH_CLIENT_SECRET_STAGING");
  }

  @Test
  void rejectsOptionsThatAreRepeatedOrNameNoEnvironment() {
    assertThatThrownBy(() -> token(List.of("staging=/a", "staging=/b"), Map.of()))
        .hasMessage("--token-file is given twice for environment \"staging\"");
    assertThatThrownBy(
            () ->
                new Tokens(options("/a"), Map.of(), Map.of(), List.of(STAGING, PRODUCTION))
                    .requireNamed())
        .hasMessage(
            "--token-file \"/a\" names no environment, but the run has several; expected"
                + " ENV=FILE");
  }

  @Test
  void ignoresUnnamedTokenForSeveralEnvironments() {
    Tokens tokens =
        new Tokens(
            options(),
            Map.of(),
            Map.of("DYNATRACE_API_TOKEN", "dt0c01.ANY.s"),
            List.of(STAGING, PRODUCTION));

    assertThatThrownBy(() -> tokens.of(STAGING, false, kind -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "environment staging: no token; set DYNATRACE_API_TOKEN_STAGING, or use"
                + " --token-file staging=FILE");
  }

  @Test
  void rejectsAmbiguousVariable() {
    List<EnvironmentName> alike = List.of(new EnvironmentName("a-b"), new EnvironmentName("a.b"));
    Tokens tokens =
        new Tokens(options(), Map.of(), Map.of("DYNATRACE_API_TOKEN_A_B", "dt0c01.AB.s"), alike);

    assertThatThrownBy(() -> tokens.of(alike.get(0), false, kind -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("may be the token of another environment");
  }

  @Test
  void rejectsInvalidTokenFileWithoutPrintingIt() throws IOException {
    String empty = file("empty", "\n");
    String twoLines = file("two", "dt0c01.A.SECRET\ndt0c01.B.SECRET");
    String huge = file("huge", "x".repeat(20_000));

    for (String option : List.of(empty, twoLines, huge, folder.resolve("none").toString())) {
      assertThatThrownBy(() -> token(List.of(option), Map.of()))
          .isInstanceOf(InvalidInputException.class)
          .message()
          .contains(option)
          .doesNotContain("SECRET");
    }
  }

  private static String token(List<String> options, Map<String, String> variables) {
    return new Tokens(
            options(options.toArray(String[]::new)), Map.of(), variables, List.of(STAGING))
        .of(STAGING, true, kind -> {})
        .toString();
  }

  private static Tokens.Options options(String... tokenFiles) {
    return new Tokens.Options(
        List.of(tokenFiles), List.of(), List.of(), List.of(), List.of(), Optional.empty());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}

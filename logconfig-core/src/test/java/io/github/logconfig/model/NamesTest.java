package io.github.logconfig.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.rule.HostGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "github-mirror-stage", "0", "a1-2"})
  void acceptsDnsLabelsAsNamespaces(String text) {
    assertThat(new NamespaceName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "app-*", "-a", "a-", "A", "a.b", "a b", "a\n", "ä", "a_b"})
  void refusesEverythingElseAboveAllWildcards(String text) {
    assertThatThrownBy(() -> new NamespaceName(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("DNS label");
  }

  @Test
  void refusesANamespaceOfMoreThan63Characters() {
    assertThat(new NamespaceName("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> new NamespaceName("a".repeat(64)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void quotesWhatItRefusesSoThatItCannotForgeAMessage() {
    assertThatThrownBy(() -> new ClusterName("x\n[ERROR] forged \u001b[2J\u202e"))
        .hasMessageStartingWith("cluster name \"x\\u000a[ERROR] forged \\u001b[2J\\u202e\" is not");
    assertThat(Quoted.of("x".repeat(1_000))).hasSize(103);
  }

  @Test
  void namesAWebPageByItsTitle() {
    assertThat(Quoted.webPage("\n<!DOCTYPE html><html><title>Sign\n in</title>"))
        .contains("the web page \"Sign in\"");
    assertThat(Quoted.webPage("<html><title> </title>")).contains("a web page");
    assertThat(Quoted.webPage("{\"html\":\"<html>\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dt.reserved", "", "a b", "a:b", "a/b"})
  void refusesHostGroupNamesThatDynatraceRefuses(String text) {
    assertThatThrownBy(() -> new HostGroupName(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://abc.live.dynatrace.com",
        "abc.live.dynatrace.com",
        "https://",
        "https://user:secret@abc.live.dynatrace.com",
        "https://abc.live.dynatrace.com?x=1",
        "https://abc.live.dynatrace.com#x",
        "ftp://abc",
        "https://a b",
        ""
      })
  void refusesEnvironmentUrlsThatAreNoPlainHttpsUrls(String url) {
    assertThatThrownBy(() -> Environment.of("staging", url))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("https URL");
  }

  @Test
  void bringsEnvironmentUrlsIntoOneForm() {
    Environment environment = Environment.of("managed", "HTTPS://Managed.Example.com:443/e/abc//");

    assertThat(environment.url()).hasToString("https://managed.example.com/e/abc");
  }

  @Test
  void anEntityIdKnowsItsType() {
    assertThat(new EntityId("HOST_GROUP-0E489369D663A4BF").type()).isEqualTo("HOST_GROUP");
    assertThatThrownBy(() -> new EntityId("HOST_GROUP-xyz"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(
            () -> new HostGroup(new HostGroupName("a"), new EntityId("HOST-0E489369D663A4BF")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void scopesOfUnknownKindsAreKept() {
    assertThat(RuleScope.parse("tenant")).isEqualTo(RuleScope.ENVIRONMENT);
    assertThat(RuleScope.parse("HOST_GROUP-0E489369D663A4BF").kind())
        .isEqualTo(RuleScope.Kind.HOST_GROUP);
    assertThat(RuleScope.parse("SOMETHING_NEW-1").kind()).isEqualTo(RuleScope.Kind.OTHER);
    assertThat(RuleScope.parse("SOMETHING_NEW-1")).hasToString("SOMETHING_NEW-1");
  }
}

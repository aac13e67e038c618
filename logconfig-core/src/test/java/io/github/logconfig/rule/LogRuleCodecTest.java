package io.github.logconfig.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogRuleCodecTest {

  @Test
  void encodesARuleInTheOrderOfTheSchema() {
    LogRule rule =
        LogRule.builder()
            .title("stage")
            .enabled(false)
            .action(RuleAction.EXCLUDE)
            .addMatcher(
                Matcher.builder()
                    .attribute(Attribute.K8S_NAMESPACE_NAME)
                    .addValues("b", "a")
                    .build())
            .build();

    assertThat(LogRuleCodec.encode(rule))
        .containsExactly(
            entry("enabled", false),
            entry("config-item-title", "stage"),
            entry("send-to-storage", false),
            entry(
                "matchers",
                List.of(
                    Map.of(
                        "attribute", "k8s.namespace.name",
                        "operator", "MATCHES",
                        "values", List.of("b", "a")))));
    assertThat(LogRuleCodec.decode(LogRuleCodec.encode(rule))).isEqualTo(rule);
  }

  @Test
  void usesTheDefaultsOfTheServiceForMissingFields() {
    assertThat(
            LogRuleCodec.decode(
                Map.of(
                    "config-item-title",
                    "a",
                    "matchers",
                    List.of(Map.of("attribute", "loglevel")))))
        .isEqualTo(
            LogRule.builder()
                .title("a")
                .addMatcher(Matcher.builder().attribute(new Attribute("loglevel")).build())
                .build());
  }

  @Test
  void keepsUnknownFields() {
    Map<String, Object> matcher = new LinkedHashMap<>();
    matcher.put("attribute", "loglevel");
    matcher.put("operator", "MATCHES");
    matcher.put("values", List.of("error"));
    matcher.put("case", null);
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("enabled", true);
    value.put("config-item-title", "a");
    value.put("send-to-storage", true);
    value.put("matchers", List.of(matcher));
    value.put("routing", Map.of("buckets", List.of("x\n\"y\"", 1, new BigDecimal("1.10"), true)));

    LogRule rule = LogRuleCodec.decode(value);

    assertThat(LogRuleCodec.encode(rule)).isEqualTo(value);
    assertThat(rule.otherFields().json())
        .containsExactly(entry("routing", "{\"buckets\":[\"x\\n\\\"y\\\"\",1,1.10,true]}"));
    assertThat(rule.matchers().iterator().next().otherFields().json())
        .containsExactly(entry("case", "null"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, false),
        Arguments.of(false, false),
        Arguments.of("", false),
        Arguments.of(0, false),
        Arguments.of(0.0, false),
        Arguments.of(List.of(), false),
        Arguments.of(Map.of(), false),
        Arguments.of(true, true),
        Arguments.of("x", true),
        Arguments.of(1, true),
        Arguments.of(new BigDecimal("0.1"), true),
        Arguments.of(Arrays.asList((Object) null), true),
        Arguments.of(Map.of("a", false), true));
  }

  @ParameterizedTest
  @MethodSource("values")
  void unknownFieldCountsAsSetUnlessEmpty(Object value, boolean set) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("new", value);

    assertThat(new OtherFields(fields).isAnySet()).isEqualTo(set);
  }

  static Stream<Arguments> unreadable() {
    String title = LogRuleCodec.TITLE;
    return Stream.of(
        Arguments.of(null, "", "the value is not an object"),
        Arguments.of("text", "", "the value is not an object"),
        Arguments.of(Map.of(), "", "config-item-title is not text"),
        Arguments.of(Map.of(title, 1), "", "config-item-title is not text"),
        Arguments.of(Map.of(title, "a", "enabled", "yes"), "a", "enabled is not a boolean"),
        Arguments.of(
            Map.of(title, "a", "send-to-storage", 1), "a", "send-to-storage is not a boolean"),
        Arguments.of(Map.of(title, "a", "matchers", "x"), "a", "matchers is not a list"),
        Arguments.of(
            Map.of(title, "a", "matchers", List.of("x")), "a", "matchers is not a list of objects"),
        Arguments.of(
            Map.of(title, "a", "matchers", List.of(Map.of())), "a", "attribute is not text"),
        Arguments.of(
            Map.of(title, "a", "matchers", List.of(Map.of("attribute", "b", "operator", 1))),
            "a",
            "operator is not text"),
        Arguments.of(
            Map.of(title, "a", "matchers", List.of(Map.of("attribute", "b", "values", "c"))),
            "a",
            "values is not a list"),
        Arguments.of(
            Map.of(title, "a", "matchers", List.of(Map.of("attribute", "b", "values", List.of(1)))),
            "a",
            "values is not a list of text"));
  }

  @ParameterizedTest
  @MethodSource
  void unreadable(Object value, String title, String reason) {
    LogRule rule = LogRuleCodec.decode(value);

    assertThat(rule.title()).isEqualTo(title);
    assertThat(rule.unreadable()).hasValue(reason);
  }
}

package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.OperatingSystem;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.Worlds;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing depends on where the program runs: in Turkish, i and I are no pair. */
class LocaleTest {

  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void comeHome() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @CsvSource({
    "tr-TR,Pacific/Apia",
    "ar-EG-u-nu-arab,America/St_Johns",
    "th-TH-u-ca-buddhist,Asia/Kathmandu"
  })
  void whatComesOutIsTheSameEverywhere(String language, String place) throws IOException {
    List<String> atHome = everything();

    Locale.setDefault(Locale.forLanguageTag(language));
    TimeZone.setDefault(TimeZone.getTimeZone(place));

    assertThat(everything()).isEqualTo(atHome);
  }

  private static List<String> everything() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path folder : PlanGoldenTest.cases()) {
      FleetPlan plan = new GoldenWorld(folder).plan();
      all.add(PlanText.of(plan) + PlanMarkdown.of(plan) + Json.write(PlanJson.of(plan)));
    }
    all.add(Quoted.of("I\u0130\u0131\n"));
    all.add(String.valueOf(ImpactLimit.parse("12%").isExceededBy(13, 100)));
    all.add(Environment.of("I", "HTTPS://TITLE.LIVE.dynatrace.com/").url().toString());
    all.add(Fingerprint.of(Worlds.STAGING, Worlds.cluster(Policy.ADDITIVE, "i")).hex());
    all.add(String.valueOf(windowsSource()));
    return all;
  }

  private static boolean windowsSource() {
    Attribute source = new Attribute("log.source");
    LogRule rule =
        LogRule.builder()
            .title("files")
            .addMatcher(Matcher.builder().attribute(source).addValue("C:\\INFO\\*").build())
            .build();
    return RuleEvaluator.evaluate(
            new RuleChain(List.of(new ScopedRule(Worlds.SCOPE, rule))),
            new LogRecord(Map.of(source, Set.of("c:\\info\\a")), OperatingSystem.WINDOWS))
        .ingested();
  }
}

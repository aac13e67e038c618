package io.github.logconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {

  private static final String MODULE =
      """
      module consumer {
        requires io.github.logconfig.core;
      }
      """;

  private static final String CLASS =
      """
      package consumer;

      import io.github.logconfig.model.DesiredCluster;
      import io.github.logconfig.rule.LogRuleCodec;
      import io.github.logconfig.rule.ObservedState;
      import io.github.logconfig.plan.LogConfigPlan;
      import io.github.logconfig.plan.LogConfigPlanner;
      import io.github.logconfig.plan.PlanOptions;
      import io.github.logconfig.plan.PlanStep;
      import io.github.logconfig.render.PlanText;
      import java.util.List;
      import java.util.Map;

      class Consumer {
        static List<Map<String, Object>> rules(DesiredCluster desired, ObservedState observed) {
          LogConfigPlan plan = LogConfigPlanner.plan(desired, observed, PlanOptions.DEFAULT);
          return plan.steps().stream()
              .flatMap(step -> step.ruleAfter().stream())
              .map(LogRuleCodec::encode)
              .toList();
        }
      }
      """;

  /** Annotations of the library must not force their jars on those who compile against it. */
  @Test
  void consumerCompilesOnTheModulePathWithoutAnyOtherJar(@TempDir Path folder) throws Exception {
    Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
    Path source = Files.createDirectories(folder.resolve("consumer")).resolve("Consumer.java");
    Files.writeString(source, CLASS);
    StringWriter output = new StringWriter();
    PrintWriter printer = new PrintWriter(output);

    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                printer,
                printer,
                "--module-path",
                "target/classes",
                "-d",
                folder.resolve("classes").toString(),
                module.toString(),
                source.toString());

    assertThat(status).as("%s", output).isZero();
  }
}

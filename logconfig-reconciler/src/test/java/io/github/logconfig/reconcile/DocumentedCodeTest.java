package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The code in the documents is this code. */
class DocumentedCodeTest {

  private static final Path SOURCE =
      Path.of("src/test/java/io/github/logconfig/reconcile/DocumentedCodeTest.java");

  private final Environment environment = Fleets.STAGING;
  private final DesiredState desired = Fleets.fleet(2, "a");

  @Test
  void reconcilerExampleWorks() throws IOException {
    try (DynatraceSimulator simulator = Fleets.simulator(2).start();
        DynatraceClient client = Fleets.client(simulator)) {
      // tag::reconciler[]
      Reconciler reconciler =
          Reconciler.builder()
              .client(environment, client) // one per environment
              .impactLimit(ImpactLimit.DEFAULT) // more than 10 and more than 20 % may not stop
              .build();
      PlanReport planned = reconciler.plan(desired);
      ApplyReport applied = reconciler.apply(planned);
      boolean asDesired = reconciler.verify(desired).isAsDesired();
      // end::reconciler[]

      assertThat(applied.isSuccess()).isTrue();
      assertThat(asDesired).isTrue();
    }
    assertThat(document("reconciler.md")).contains(code("reconciler"));
  }

  @Test
  void metricsExampleWorks() throws IOException {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (DynatraceSimulator simulator = Fleets.simulator(2).start()) {
      BaseUrl url = BaseUrl.parse(simulator.baseUrl().toString());
      ApiToken token = ApiToken.of("dt0c01.PUBLIC.SECRET");
      // tag::metrics[]
      ReconcilerMetrics metrics = new ReconcilerMetrics(registry);
      DynatraceClient client =
          DynatraceClient.builder()
              .baseUrl(url)
              .apiToken(token)
              .requestListener(metrics.requestListener(environment.name()))
              .build();
      Reconciler reconciler =
          Reconciler.builder().client(environment, client).listener(metrics).build();
      // end::metrics[]

      reconciler.apply(desired);
      client.close();
    }
    assertThat(registry.get("logconfig.requests").counters()).isNotEmpty();
    assertThat(registry.get("logconfig.runs").counter().count()).isEqualTo(1);
    assertThat(document("metrics.md")).contains(code("metrics"));
  }

  @Test
  void arrivalExampleWorks() throws IOException {
    try (DynatraceSimulator simulator = Fleets.simulator(2).start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      // tag::arrival[]
      ArrivalReport report =
          reconciler.verifyArrival(
              DesiredFleet.whole(desired), ArrivalOptions.DEFAULT.withScanLimitGiB(5));
      int missing = report.count(ArrivalVerdict.MISSING);
      // end::arrival[]

      assertThat(missing).isZero();
    }
    assertThat(document("verify.md")).contains(code("arrival"));
  }

  private static String document(String name) throws IOException {
    return Files.readString(Path.of("../docs", name), StandardCharsets.UTF_8);
  }

  private static String code(String tag) throws IOException {
    String source = Files.readString(SOURCE, StandardCharsets.UTF_8);
    int from = source.indexOf("// tag::" + tag + "[]\n");
    String region =
        source.substring(source.indexOf('\n', from) + 1, source.indexOf("// end::" + tag + "[]"));
    return "```java\n" + region.stripIndent().strip() + "\n```";
  }
}

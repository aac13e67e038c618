package io.github.logconfig.examples.programs;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.ReconcilerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/** Records runs and requests as metrics. */
final class MeasuredRun {

  private MeasuredRun() {}

  static ApplyReport apply(
      DesiredState desired, Environment environment, BaseUrl url, MeterRegistry registry) {
    ReconcilerMetrics metrics = new ReconcilerMetrics(registry);
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(url)
            .apiToken(ApiToken.of("dt0c01.EXAMPLE.NOT-A-REAL-SECRET"))
            .requestListener(metrics.requestListener(environment.name()))
            .build()) {
      return Reconciler.builder()
          .client(environment, client)
          .listener(metrics)
          .build()
          .apply(desired);
    }
  }
}

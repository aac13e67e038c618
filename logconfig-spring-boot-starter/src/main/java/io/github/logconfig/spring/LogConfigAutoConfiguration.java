package io.github.logconfig.spring;

import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.ReconcileListener;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.ReconcilerMetrics;
import io.github.logconfig.reconcile.RunEvent;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.source.DesiredStateSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures clients, reconciler, metrics, and the loop if it is enabled. Beans of the application
 * of type {@link Reconciler}, {@link PlanOptions} and {@link ImpactLimit} take precedence.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
    afterName = {
      // Spring Boot 3
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      // Spring Boot 4
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@EnableConfigurationProperties(LogConfigProperties.class)
public class LogConfigAutoConfiguration {

  /** Created by Spring. */
  public LogConfigAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  DynatraceClients dynatraceClients(
      LogConfigProperties properties, ObjectProvider<DynatraceClientCustomizer> customizers) {
    return new DynatraceClients(properties, customizers.orderedStream().toList());
  }

  @Bean
  RunHealth logconfigRunHealth() {
    return new RunHealth();
  }

  @Bean
  @ConditionalOnMissingBean
  Reconciler reconciler(
      LogConfigProperties properties,
      DynatraceClients clients,
      ObjectProvider<PlanOptions> planOptions,
      ObjectProvider<ImpactLimit> impactLimit,
      ObjectProvider<ReconcileListener> listeners) {
    Reconciler.Builder builder =
        Reconciler.builder()
            .planOptions(
                planOptions.getIfAvailable(
                    () -> PlanOptions.builder().owner(new Owner(properties.owner())).build()))
            .impactLimit(impactLimit.getIfAvailable(() -> ImpactLimit.DEFAULT))
            .listener(new Listeners(listeners.orderedStream().toList()));
    clients.byEnvironment().forEach(builder::client);
    if (properties.removeOrphans()) {
      builder.removeOrphans();
    }
    return builder.build();
  }

  /** All listeners of the application. */
  private record Listeners(List<ReconcileListener> all) implements ReconcileListener {

    @Override
    public void onRun(RunEvent run) {
      all.forEach(listener -> listener.onRun(run));
    }

    @Override
    public void onArrival(ArrivalReport report) {
      all.forEach(listener -> listener.onArrival(report));
    }
  }

  @Bean
  @ConditionalOnProperty("logconfig.schedule.enabled")
  ScheduledReconciliation scheduledReconciliation(
      LogConfigProperties properties,
      Reconciler reconciler,
      DesiredStateSource source,
      RunHealth health) {
    return new ScheduledReconciliation(properties.schedule(), reconciler, source, health);
  }

  /** Metrics of runs and requests, if the application has a registry. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Metrics {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    ReconcilerMetrics reconcilerMetrics(MeterRegistry registry) {
      return new ReconcilerMetrics(registry);
    }

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    DynatraceClientCustomizer requestMetrics(ReconcilerMetrics metrics) {
      return (environment, client) -> client.requestListener(metrics.requestListener(environment));
    }
  }
}

package io.github.logconfig.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The health indicator {@code logconfig} for Spring Boot 3, whose health API has packages of its
 * own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LogConfigAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
public class Boot3HealthAutoConfiguration {

  /** Created by Spring. */
  public Boot3HealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "logconfigHealthIndicator")
  HealthIndicator logconfigHealthIndicator(RunHealth runs) {
    return () -> {
      Boolean up = runs.isUp();
      Health.Builder health =
          up == null ? Health.unknown() : up.booleanValue() ? Health.up() : Health.down();
      return health.withDetails(runs.details()).build();
    };
  }
}

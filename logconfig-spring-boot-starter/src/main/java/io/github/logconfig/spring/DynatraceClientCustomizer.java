package io.github.logconfig.spring;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.EnvironmentName;

/**
 * Changes the client of an environment before it is built, for example its proxies or timeouts.
 * Every bean of this type is called for every environment, in the order of the beans.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DynatraceClientCustomizer {

  /** Called once per environment while the application starts. */
  void customize(EnvironmentName environment, DynatraceClient.Builder client);
}

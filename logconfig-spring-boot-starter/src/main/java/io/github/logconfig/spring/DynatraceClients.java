package io.github.logconfig.spring;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The clients of the configured environments. They are closed with the application context.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class DynatraceClients implements AutoCloseable {

  private final Map<Environment, DynatraceClient> clients = new LinkedHashMap<>();

  DynatraceClients(LogConfigProperties properties, List<DynatraceClientCustomizer> customizers) {
    properties.environments().forEach((name, it) -> add(name, it, customizers));
  }

  private void add(
      String name,
      LogConfigProperties.Environment properties,
      List<DynatraceClientCustomizer> customizers) {
    String prefix = "logconfig.environments." + name;
    if (properties.url() == null || properties.url().isBlank()) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".url", properties.url(), "The URL of a Dynatrace environment is required.");
    }
    if ((properties.token() == null) == (properties.tokenFile() == null)) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".token", null, "Exactly one of token and token-file is required.");
    }
    Environment environment;
    DynatraceClient.Builder client;
    try {
      environment = Environment.of(name, properties.url());
      client =
          DynatraceClient.builder()
              .baseUrl(
                  BaseUrl.parse(
                      Optional.ofNullable(properties.endpoint()).orElse(properties.url())))
              .credentials(
                  properties.tokenFile() != null
                      ? Credentials.tokenFile(properties.tokenFile())
                      : Credentials.token(Optional.ofNullable(properties.token()).orElseThrow()));
    } catch (IllegalArgumentException e) {
      // its message names the value, except for tokens
      throw new InvalidConfigurationPropertyValueException(
          prefix, null, String.valueOf(e.getMessage()));
    }
    customizers.forEach(customizer -> customizer.customize(environment.name(), client));
    clients.put(environment, client.build());
  }

  /**
   * Returns the client of an environment.
   *
   * @throws IllegalArgumentException if no environment has this name
   */
  public DynatraceClient get(EnvironmentName name) {
    return clients.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no environment \""
                        + name
                        + "\" is configured; expected a key of logconfig.environments"));
  }

  /** Returns the clients by environment, in the order of the properties. */
  public Map<Environment, DynatraceClient> byEnvironment() {
    return Collections.unmodifiableMap(clients);
  }

  @Override
  public void close() {
    clients.values().forEach(DynatraceClient::close);
  }
}

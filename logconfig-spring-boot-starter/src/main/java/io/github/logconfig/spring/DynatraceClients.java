package io.github.logconfig.spring;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    Optional<ProxySettings> proxies = proxies(properties);
    Optional<TlsSettings> tls =
        Optional.ofNullable(properties.caFile())
            .map(
                file ->
                    valid(
                        "logconfig.ca-file",
                        () -> TlsSettings.builder().trustCertificates(file).build()));
    properties
        .environments()
        .forEach(
            (name, it) -> {
              String prefix = "logconfig.environments." + name;
              Environment environment = environment(prefix, name, it);
              DynatraceClient.Builder client = DynatraceClient.builder();
              client.baseUrl(
                  valid(
                      prefix,
                      () ->
                          BaseUrl.parse(
                              Optional.ofNullable(it.endpoint())
                                  .orElse(environment.url().toString()))));
              client.credentials(credentials(prefix, it));
              proxies.ifPresent(client::proxies);
              tls.ifPresent(client::tls);
              customizers.forEach(customizer -> customizer.customize(environment.name(), client));
              clients.put(environment, valid(prefix, client::build));
            });
  }

  private static Environment environment(
      String prefix, String name, LogConfigProperties.Environment properties) {
    String url = properties.url();
    if (url == null || url.isBlank()) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".url", url, "The URL of a Dynatrace environment is required.");
    }
    return valid(prefix, () -> Environment.of(name, url));
  }

  private static Credentials credentials(
      String prefix, LogConfigProperties.Environment properties) {
    String token = properties.token();
    Path file = properties.tokenFile();
    LogConfigProperties.OAuth oauth = properties.oauth();
    if (Stream.of(token, file, oauth).filter(Objects::nonNull).count() != 1) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".token", null, "Exactly one of token, token-file and oauth is required.");
    }
    if (token != null) {
      return valid(prefix + ".token", () -> Credentials.token(token));
    }
    return file != null
        ? Credentials.tokenFile(file)
        : Credentials.oauth(client(prefix + ".oauth", Objects.requireNonNull(oauth)));
  }

  private static OAuthClient client(String prefix, LogConfigProperties.OAuth properties) {
    String id = properties.clientId();
    String secret = properties.clientSecret();
    Path file = properties.clientSecretFile();
    if (id == null || id.isBlank()) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".client-id", id, "The id of an OAuth client is required.");
    }
    if ((secret == null) == (file == null)) {
      throw new InvalidConfigurationPropertyValueException(
          prefix + ".client-secret",
          null,
          "Exactly one of client-secret and client-secret-file is required.");
    }
    return valid(
        prefix,
        () -> {
          OAuthClient.Builder client =
              OAuthClient.builder()
                  .clientId(id)
                  .clientSecret(
                      file != null
                          ? ClientSecret.inFile(file)
                          : ClientSecret.of(Objects.requireNonNull(secret)))
                  .scopes(properties.scopes())
                  .resource(Optional.ofNullable(properties.resource()));
          Optional.ofNullable(properties.tokenEndpoint()).ifPresent(client::tokenEndpoint);
          return client.build();
        });
  }

  private static Optional<ProxySettings> proxies(LogConfigProperties properties) {
    String exceptions = Optional.ofNullable(properties.noProxy()).orElse("");
    if (properties.proxy() == null && !exceptions.isBlank()) {
      throw new InvalidConfigurationPropertyValueException(
          "logconfig.no-proxy", exceptions, "It requires logconfig.proxy.");
    }
    return Optional.ofNullable(properties.proxy())
        .map(
            proxy ->
                valid(
                    "logconfig.proxy", () -> ProxySettings.of(HttpProxy.parse(proxy), exceptions)));
  }

  /** Returns a value; an invalid one is reported by the message, which names no secret. */
  private static <T> T valid(String property, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          property, null, String.valueOf(e.getMessage()));
    }
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

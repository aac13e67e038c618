package io.github.logconfig.cli.option.manifest;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.ConnectionOptions;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.manifest.PodConnection;
import io.github.logconfig.manifest.PodConnection.KeyReference;
import io.github.logconfig.manifest.PodConnection.OAuth;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the pods that {@code manifests} renders connect. Secrets are referenced, not rendered. */
public final class PodConnectionOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "ENV=URL",
      description =
          "Address of an environment, for job and loop; can be repeated. Required for all addresses"
              + " except https://*.live.dynatrace.com and https://*.apps.dynatrace.com.")
  private List<String> endpoints = new ArrayList<>();

  @Mixin private ConnectionOptions.OAuth oauth = new ConnectionOptions.OAuth();

  @Option(
      names = "--pod-proxy",
      paramLabel = "URL",
      description =
          "Proxy of job and loop, for example http://proxy.example.com:3128, without user and"
              + " password.")
  private Optional<String> proxy = Optional.empty();

  @Option(
      names = "--pod-proxy-secret",
      paramLabel = "NAME[:KEY]",
      description =
          "Secret with the URL of the proxy, which may contain user and password (default key:"
              + " proxy).")
  private Optional<String> proxySecret = Optional.empty();

  @Option(
      names = "--pod-no-proxy",
      paramLabel = "HOSTS",
      description =
          "Exceptions from the proxy, in the form of NO_PROXY, for example .svc,10.0.0.0/8.")
  private Optional<String> noProxy = Optional.empty();

  @Option(
      names = "--pod-ca-config-map",
      paramLabel = "NAME[:KEY]",
      description =
          "Config map with a PEM file of certificate authorities that job and loop trust in"
              + " addition (default key: ca-bundle.crt).")
  private Optional<String> authorities = Optional.empty();

  @Option(
      names = "--pod-client-certificate-secret",
      paramLabel = "NAME",
      description =
          "Secret of the type kubernetes.io/tls with the client certificate of job and loop.")
  private Optional<String> clientCertificate = Optional.empty();

  /**
   * Returns the connection of pods that use these environments.
   *
   * @throws InvalidInputException if an option is invalid, or names an environment that no pod uses
   */
  PodConnection connection(List<EnvironmentName> environments) {
    if (proxy.isPresent() && proxySecret.isPresent()) {
      throw new InvalidInputException("--pod-proxy and --pod-proxy-secret exclude each other");
    }
    if (noProxy.isPresent() && proxy.isEmpty() && proxySecret.isEmpty()) {
      throw new InvalidInputException(
          "--pod-no-proxy "
              + SafeText.quoted(noProxy.get())
              + " requires --pod-proxy or --pod-proxy-secret");
    }
    Map<EnvironmentName, String> ids =
        byEnvironment("--oauth-client", oauth.clients(), environments);
    requireClient("--oauth-resource", oauth.resources().stream().findFirst());
    requireClient("--oauth-scope", oauth.scopes().stream().findFirst());
    requireClient("--oauth-endpoint", oauth.endpoint().map(URI::toString));
    OAuth ofPods =
        valid(
            "--oauth-client",
            () ->
                new OAuth(
                    ids,
                    byEnvironment("--oauth-resource", oauth.resources(), environments),
                    oauth.endpoint(),
                    oauth.scopes()));
    return new PodConnection(
        endpoints(environments),
        ofPods,
        proxy.isEmpty() && proxySecret.isEmpty()
            ? Optional.empty()
            : Optional.of(
                valid(
                    "--pod-proxy",
                    () ->
                        new PodConnection.Proxy(
                            proxy,
                            proxySecret.map(it -> reference("--pod-proxy-secret", it, "proxy")),
                            noProxy.orElse("")))),
        authorities.map(it -> reference("--pod-ca-config-map", it, "ca-bundle.crt")),
        clientCertificate);
  }

  private void requireClient(String option, Optional<String> value) {
    if (value.isPresent() && oauth.clients().isEmpty()) {
      throw new InvalidInputException(
          option + " " + SafeText.quoted(value.get()) + " requires --oauth-client");
    }
  }

  private Map<EnvironmentName, URI> endpoints(List<EnvironmentName> environments) {
    for (String endpoint : endpoints) {
      if (endpoint.indexOf('=') < 1) {
        throw new InvalidInputException(
            "--endpoint "
                + SafeText.quoted(endpoint)
                + "; expected ENV=URL, for example production=https://activegate.example.com:9999");
      }
    }
    return byEnvironment("--endpoint", endpoints, environments).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, it -> valid("--endpoint", () -> URI.create(it.getValue()))));
  }

  /** Returns the values by environment; one without {@code ENV=} is that of all others. */
  private static Map<EnvironmentName, String> byEnvironment(
      String option, List<String> values, List<EnvironmentName> environments) {
    if (!values.isEmpty() && environments.isEmpty()) {
      throw new InvalidInputException(
          option
              + " "
              + SafeText.quoted(values.get(0))
              + " names one environment; --layout app-interface renders templates for all");
    }
    Map<EnvironmentName, String> named = new LinkedHashMap<>();
    Optional<String> other = Optional.empty();
    for (String value : values) {
      int equals = value.indexOf('=');
      if (equals < 0) {
        if (other.isPresent()) {
          throw new InvalidInputException(option + " is given twice");
        }
        other = Optional.of(value);
        continue;
      }
      EnvironmentName environment =
          valid(option, () -> new EnvironmentName(value.substring(0, equals)));
      if (!environments.contains(environment)) {
        throw new InvalidInputException(
            option
                + ": unknown environment "
                + SafeText.quoted(environment.value())
                + "; known are "
                + environments.stream()
                    .map(EnvironmentName::value)
                    .collect(Collectors.joining(", ")));
      }
      if (named.put(environment, value.substring(equals + 1)) != null) {
        throw new InvalidInputException(
            option + " is given twice for environment " + SafeText.quoted(environment.value()));
      }
    }
    other.ifPresent(it -> environments.forEach(environment -> named.putIfAbsent(environment, it)));
    return named;
  }

  static KeyReference reference(String option, String text, String key) {
    return valid(option, () -> KeyReference.parse(text, key));
  }

  private static <T> T valid(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValueException e) {
      throw new InvalidInputException(option + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(option + ": the value is not a URL");
    }
  }
}

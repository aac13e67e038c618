package io.github.logconfig.reconcile.internal;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The clients of the environments of a reconciler. */
public final class EnvironmentClients {

  private final Map<EnvironmentName, DynatraceClient> clients = new HashMap<>();
  private final Map<EnvironmentName, URI> urls = new HashMap<>();
  private final Map<EnvironmentName, Failure> unusable;

  /**
   * @param unusable why environments have no client
   */
  public EnvironmentClients(
      Map<Environment, DynatraceClient> clients, Map<EnvironmentName, Failure> unusable) {
    clients.forEach(
        (environment, client) -> {
          this.clients.put(environment.name(), client);
          this.urls.put(environment.name(), environment.url());
        });
    this.unusable = Map.copyOf(unusable);
  }

  /** Returns why an environment has no client; empty if it has one. */
  public Optional<Failure> unusable(EnvironmentName name) {
    return Optional.ofNullable(unusable.get(name));
  }

  public boolean has(EnvironmentName name) {
    return clients.containsKey(name);
  }

  public DynatraceClient get(EnvironmentName name) {
    DynatraceClient client = clients.get(name);
    if (client == null) {
      throw new IllegalStateException("no client for environment " + name);
    }
    return client;
  }

  /** Returns the URL that the environment must have; empty if it has no client. */
  public Optional<URI> url(EnvironmentName name) {
    return Optional.ofNullable(urls.get(name));
  }
}

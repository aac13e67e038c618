package io.github.logconfig.reconcile.internal;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The clients of the environments of a reconciler. */
public final class EnvironmentClients {

  private final Map<EnvironmentName, DynatraceClient> clients;
  private final Map<EnvironmentName, Environment> known;
  private final Map<EnvironmentName, Failure> unusable;

  /**
   * @param known the environments whose URL is known
   * @param unusable why environments have no client
   */
  public EnvironmentClients(
      Map<EnvironmentName, DynatraceClient> clients,
      Map<EnvironmentName, Environment> known,
      Map<EnvironmentName, Failure> unusable) {
    this.clients = Map.copyOf(clients);
    this.known = Map.copyOf(known);
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

  /** Returns the URL that the environment must have; empty if any URL is accepted. */
  public Optional<URI> url(EnvironmentName name) {
    return Optional.ofNullable(known.get(name)).map(Environment::url);
  }
}

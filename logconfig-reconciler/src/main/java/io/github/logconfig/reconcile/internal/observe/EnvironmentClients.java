package io.github.logconfig.reconcile.internal.observe;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Violation;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How environments are reached. A client that belongs to another environment is found out by its
 * address, as far as addresses tell: {@code https://ID.live.dynatrace.com} and {@code /e/ID} name
 * the environment, the address of a simulator or a proxy does not.
 */
public final class EnvironmentClients {

  private static final Pattern PATH_WITH_ID = Pattern.compile("/e/([^/]+)/?");
  private static final Pattern HOST_WITH_ID =
      Pattern.compile("([^.]+)\\.(live|apps|sprint|dev)\\.dynatrace(labs)?\\.com");

  private final Map<EnvironmentName, DynatraceClient> clients;
  private final Map<EnvironmentName, Environment> known;
  private final Map<EnvironmentName, Failure> unusable;

  /**
   * @param known the environments of which the operator has told the address
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

  public void requireFor(DesiredFleet fleet) {
    List<Environment> environments = new ArrayList<>();
    fleet.targets().stream()
        .map(DesiredCluster::environment)
        .filter(environment -> !unusable.containsKey(environment.name()))
        .forEach(environments::add);
    fleet.environmentsWithoutClusters().stream()
        .filter(environment -> has(environment.name()))
        .forEach(environments::add);
    requireFor(environments);
  }

  public void requireFor(PlanReport planned, boolean orphansToo) {
    List<Environment> environments = new ArrayList<>();
    planned.plan().clusters().forEach(plan -> environments.add(plan.environment()));
    if (orphansToo) {
      planned.orphans().forEach(orphan -> environments.add(orphan.environment()));
    }
    requireFor(environments);
  }

  /**
   * Makes sure, before anything is sent, that every environment is reached through a client of its
   * own.
   *
   * @throws ConfigValidationException if one is not; it names them all
   */
  public void requireFor(Collection<Environment> environments) {
    Set<Violation> violations = new LinkedHashSet<>();
    for (Environment environment : environments) {
      problem(environment)
          .map(message -> new Violation("environments/" + environment.name(), message))
          .ifPresent(violations::add);
    }
    if (!violations.isEmpty()) {
      throw new ConfigValidationException(violations.stream().toList());
    }
  }

  private Optional<String> problem(Environment environment) {
    DynatraceClient client = clients.get(environment.name());
    if (client == null) {
      return Optional.of("no client for environment " + environment.name());
    }
    Environment meant = known.get(environment.name());
    if (meant != null && !meant.url().equals(environment.url())) {
      return Optional.of(
          "the environment is " + environment.url() + ", and this run is about " + meant.url());
    }
    Optional<String> wanted = idIn(environment.url());
    Optional<String> reached = idIn(URI.create(client.baseUrl().toString()));
    boolean differ = wanted.isPresent() && reached.isPresent() && !wanted.equals(reached);
    return differ
        ? Optional.of(
            "the environment is "
                + environment.url()
                + ", and its client reaches another one: "
                + client.baseUrl())
        : Optional.empty();
  }

  private static Optional<String> idIn(URI address) {
    String path = Optional.ofNullable(address.getPath()).orElse("");
    String host = Optional.ofNullable(address.getHost()).orElse("");
    return Stream.of(PATH_WITH_ID.matcher(path), HOST_WITH_ID.matcher(host))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1).toLowerCase(Locale.ROOT))
        .findFirst();
  }
}

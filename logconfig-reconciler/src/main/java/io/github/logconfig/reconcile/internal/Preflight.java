package io.github.logconfig.reconcile.internal;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Violation;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanReport;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks before the first request: every environment has a client of its own, and plans, which may
 * be read from documents, contain only rules of this owner.
 *
 * <p>A client that belongs to another environment is recognized by its address as far as possible:
 * {@code https://ID.live.dynatrace.com} and {@code /e/ID} name the environment, the address of a
 * simulator or a proxy does not.
 */
public final class Preflight {

  private static final Pattern PATH_WITH_ID = Pattern.compile("/e/([^/]+)/?");
  private static final Pattern HOST_WITH_ID =
      Pattern.compile("([^.]+)\\.(live|apps|sprint|dev)\\.dynatrace(labs)?\\.com");

  private final EnvironmentClients clients;

  public Preflight(EnvironmentClients clients) {
    this.clients = clients;
  }

  public void requireFor(DesiredFleet fleet) {
    Set<Environment> environments = new LinkedHashSet<>();
    fleet.targets().stream()
        .map(DesiredCluster::environment)
        .filter(environment -> clients.unusable(environment.name()).isEmpty())
        .forEach(environments::add);
    fleet.environmentsWithoutClusters().stream()
        .filter(environment -> clients.has(environment.name()))
        .forEach(environments::add);
    requireFor(environments);
  }

  public void requireFor(PlanReport planned, boolean orphansToo) {
    Set<Environment> environments = new LinkedHashSet<>();
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
    if (!clients.has(environment.name())) {
      return Optional.of("no client for environment " + environment.name());
    }
    DynatraceClient client = clients.get(environment.name());
    Optional<URI> pinned = clients.url(environment.name());
    if (pinned.isPresent() && !pinned.get().equals(environment.url())) {
      return Optional.of(
          "the environment is " + environment.url() + ", and this run is about " + pinned.get());
    }
    Optional<String> expected = idIn(environment.url());
    Optional<String> reached = idIn(URI.create(client.baseUrl().toString()));
    boolean differ = expected.isPresent() && reached.isPresent() && !expected.equals(reached);
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

  /**
   * Makes sure of it, before anything is sent.
   *
   * @throws InvalidPlanException if a step is of another owner, or of another host group or cluster
   *     than its plan
   */
  public void requireOwn(PlanReport planned, Owner owner) {
    for (LogConfigPlan plan : planned.plan().clusters()) {
      for (PlanStep step : plan.steps()) {
        requireOwner("the plan of cluster " + plan.cluster(), step.identity(), owner);
        boolean ofCluster = step.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER;
        String name = ofCluster ? plan.cluster().value() : plan.hostGroup().value();
        if (!step.identity().targetName().value().equals(name)) {
          throw new InvalidPlanException(
              "the plan of cluster "
                  + plan.cluster()
                  + " is about "
                  + (ofCluster ? "Kubernetes cluster " : "host group ")
                  + name
                  + ", one of its steps about "
                  + step.identity().targetName());
        }
      }
    }
    for (Orphan orphan : planned.orphans()) {
      requireOwner("the orphan " + orphan.identity(), orphan.identity(), owner);
    }
  }

  private void requireOwner(String what, RuleIdentity identity, Owner owner) {
    if (!identity.owner().equals(owner)) {
      throw new InvalidPlanException(
          what + " is of owner " + identity.owner() + ", this run manages rules of " + owner);
    }
  }
}

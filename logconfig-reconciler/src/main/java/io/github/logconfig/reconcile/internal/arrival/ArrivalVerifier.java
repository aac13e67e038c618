package io.github.logconfig.reconcile.internal.arrival;

import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.internal.EnvironmentClients;
import io.github.logconfig.reconcile.internal.Pause;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.plan.FleetPlanner;
import io.github.logconfig.rule.ObservedState;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * Verifies that the logs of a fleet arrive: waits until changes of the rules have had time to take
 * effect, reads the rules, and counts the records of each environment with one query. If that was
 * too early for some namespaces, waits and reads once more.
 */
public final class ArrivalVerifier {

  private static final String QUERY = "POST /v1/query:execute";

  private final EnvironmentClients clients;
  private final FleetPlanner planning;
  private final Clock clock;
  private final Pause pause;

  public ArrivalVerifier(
      EnvironmentClients clients, FleetPlanner planning, Clock clock, Pause pause) {
    this.clients = clients;
    this.planning = planning;
    this.clock = clock;
    this.pause = pause;
  }

  public ArrivalReport verify(DesiredFleet fleet, ArrivalOptions options) {
    Map<EnvironmentName, EnvironmentVerification> parts = parts(fleet, options);
    Map<EnvironmentName, Instant> began = new HashMap<>();
    Duration waited = Duration.ZERO;
    while (true) {
      PlanReport rules = read(fleet, parts, began);
      Duration needed = longest(parts, EnvironmentVerification::untilFirstQuery);
      if (needed.isZero() || waited.plus(needed).compareTo(options.longestWait()) > 0) {
        query(parts);
        needed = longest(parts, EnvironmentVerification::untilSettled);
      }
      waited = waited.plus(needed);
      if (needed.isZero()
          || waited.compareTo(options.longestWait()) > 0
          || !sleep(needed, options)) {
        parts.values().forEach(EnvironmentVerification::end);
        return new ArrivalReport(
            rules, parts.values().stream().map(EnvironmentVerification::result).toList());
      }
    }
  }

  private static Map<EnvironmentName, EnvironmentVerification> parts(
      DesiredFleet fleet, ArrivalOptions options) {
    Map<EnvironmentName, List<DesiredCluster>> selected = new LinkedHashMap<>();
    for (DesiredCluster cluster : fleet.targets()) {
      selected.computeIfAbsent(cluster.environment().name(), it -> new ArrayList<>()).add(cluster);
    }
    Map<EnvironmentName, EnvironmentVerification> parts = new LinkedHashMap<>();
    selected.forEach(
        (name, clusters) ->
            parts.put(
                name,
                new EnvironmentVerification(
                    name, clusters, FleetPlanner.desiredIn(name, fleet), options)));
    return parts;
  }

  /** Reads the rules of all environments. */
  private PlanReport read(
      DesiredFleet fleet,
      Map<EnvironmentName, EnvironmentVerification> parts,
      Map<EnvironmentName, Instant> began) {
    Map<EnvironmentName, ObservedState> states = new ConcurrentHashMap<>();
    PlanReport rules = planning.plan(fleet, states::put).report();
    Map<ClusterName, LogConfigPlan> plans = new HashMap<>();
    rules.plan().clusters().forEach(plan -> plans.put(plan.cluster(), plan));
    parts.forEach(
        (name, part) -> {
          ObservedState state = states.get(name);
          if (state != null) {
            DynatraceClient client = clients.get(name);
            part.accept(state, plans, began.computeIfAbsent(name, this::now));
            Instant now = now(name);
            if (!client.baseUrl().hasQueryApi()) {
              part.endWithoutQueryApi(now);
            } else if (!part.untilFirstQuery(now).isZero()) {
              // waiting is no use with a token of the wrong kind
              refusal(client).ifPresent(reason -> part.endWithoutPermission(reason, now));
            }
          } else {
            part.fail(rules.failures().getOrDefault(part.firstCluster(), Workers.CANCELLED));
          }
        });
    return rules;
  }

  /** Returns why the query API does not accept the kind of token; sends nothing. */
  private static Optional<CredentialsException> refusal(DynatraceClient client) {
    try {
      URI unused = client.baseUrl().queryApi(client.tokens().kind());
      return Optional.empty();
    } catch (InvalidArgumentException e) {
      return Optional.of(new CredentialsException(QUERY, String.valueOf(e.getMessage())));
    } catch (CredentialsException e) {
      return Optional.of(e);
    }
  }

  private void query(Map<EnvironmentName, EnvironmentVerification> parts) {
    Map<EnvironmentName, EnvironmentVerification> pending = new LinkedHashMap<>(parts);
    pending.values().removeIf(EnvironmentVerification::isDone);
    Workers.forEachEnvironment(
        pending,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, part) -> part.query(clients.get(name), now(name)));
  }

  private Duration longest(
      Map<EnvironmentName, EnvironmentVerification> parts,
      BiFunction<EnvironmentVerification, Instant, Duration> wait) {
    Duration longest = Duration.ZERO;
    for (Map.Entry<EnvironmentName, EnvironmentVerification> part : parts.entrySet()) {
      if (!part.getValue().isDone()) {
        Duration needed = wait.apply(part.getValue(), now(part.getKey()));
        longest = needed.compareTo(longest) > 0 ? needed : longest;
      }
    }
    return longest;
  }

  /** Returns false if the thread was interrupted. */
  private boolean sleep(Duration needed, ArrivalOptions options) {
    options.listener().onWait(needed);
    try {
      pause.await(needed);
      options.listener().onResume();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns the time of the service, or of this machine if it is not known. */
  private Instant now(EnvironmentName name) {
    return clients.get(name).serverTime().orElseGet(clock::instant);
  }
}

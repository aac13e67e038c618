package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the log rules of a fleet to the desired state.
 *
 * <p>Needs the token scopes {@code settings.read}, {@code entities.read} and, to apply, {@code
 * settings.write} in every environment. A cluster or an environment that fails never keeps the
 * others from being done.
 *
 * <p><b>Thread safety:</b> thread-safe; two runs at a time over the same environments meet each
 * other's locks.
 *
 * @since 0.1.0
 */
public final class Reconciler {

  /** Findings under which the steps of a plan cannot bring about what is desired at all. */
  private static final Set<FindingCode> PREVENTING =
      Set.of(
          FindingCode.HOST_GROUP_UNKNOWN,
          FindingCode.HOST_GROUP_AMBIGUOUS,
          FindingCode.TITLE_TAKEN);

  private final Map<EnvironmentName, DynatraceClient> clients;
  private final PlanOptions planOptions;
  private final ImpactLimit impactLimit;

  private Reconciler(Builder builder) {
    this.clients = Map.copyOf(builder.clients);
    this.planOptions = builder.planOptions;
    this.impactLimit = builder.impactLimit;
  }

  /**
   * Starts a new reconciler.
   *
   * @return a builder without clients
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads all environments that clusters report to, and plans. Writes nothing.
   *
   * @param desired what the fleet is to look like
   * @return the plans, and why clusters of environments that could not be read have none
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public PlanReport plan(DesiredState desired) {
    requireClients(desired.clusters().stream().map(DesiredCluster::environment).toList());
    Map<EnvironmentName, List<DesiredCluster>> byEnvironment =
        desired.clusters().stream()
            .collect(
                Collectors.groupingBy(
                    cluster -> cluster.environment().name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<EnvironmentName, ObservedState> observed = new HashMap<>();
    Map<EnvironmentName, Failure> unreadable = new HashMap<>();
    byEnvironment.forEach(
        (name, clusters) -> {
          try {
            observed.put(
                name,
                new EnvironmentObserver(client(name))
                    .observe(clusters.get(0).environment(), clusters));
          } catch (DynatraceException e) {
            unreadable.put(name, PlanApplier.failure(e));
          }
        });
    List<LogConfigPlan> plans = new ArrayList<>();
    Map<ClusterName, Failure> failures = new LinkedHashMap<>();
    for (DesiredCluster cluster : desired.clusters()) {
      ObservedState state = observed.get(cluster.environment().name());
      Failure failure = unreadable.get(cluster.environment().name());
      if (state != null) {
        plans.add(LogConfigPlanner.plan(cluster, state, planOptions));
      } else if (failure != null) {
        failures.put(cluster.name(), failure);
      }
    }
    return new PlanReport(new FleetPlan(plans), failures);
  }

  /**
   * Plans, and carries out what was planned.
   *
   * @param desired what the fleet is to look like
   * @return what became of each cluster
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public ApplyReport apply(DesiredState desired) {
    PlanReport planned = plan(desired);
    return apply(planned);
  }

  /**
   * Carries out what was planned just now: every step under the lock of the state that the plan has
   * seen.
   *
   * @param planned a plan of this reconciler
   * @return what became of each cluster: first those with plans, then those that had none
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public ApplyReport apply(PlanReport planned) {
    requireClients(planned.plan().clusters().stream().map(LogConfigPlan::environment).toList());
    Guard guard = new Guard(impactLimit, planned.plan());
    Map<EnvironmentName, List<ClusterProgress>> byEnvironment = new LinkedHashMap<>();
    List<ClusterProgress> all = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      ClusterProgress progress = new ClusterProgress(plan);
      guard.refusal(plan).or(() -> preventing(plan)).ifPresent(progress::failed);
      byEnvironment
          .computeIfAbsent(plan.environment().name(), name -> new ArrayList<>())
          .add(progress);
      all.add(progress);
    }
    byEnvironment.forEach((name, clusters) -> new PlanApplier(client(name)).apply(clusters));
    List<ClusterReport> reports = new ArrayList<>();
    all.forEach(progress -> reports.add(progress.report()));
    planned
        .failures()
        .forEach(
            (cluster, failure) ->
                reports.add(new ClusterReport(cluster, Outcome.FAILED, 0, Optional.of(failure))));
    return new ApplyReport(reports);
  }

  private static Optional<Failure> preventing(LogConfigPlan plan) {
    return plan.findings().stream()
        .filter(finding -> PREVENTING.contains(finding.code()))
        .map(Finding::message)
        .findFirst()
        .map(message -> new Failure(FailureKind.FINDING, message));
  }

  private void requireClients(List<Environment> environments) {
    List<EnvironmentName> missing =
        environments.stream()
            .map(Environment::name)
            .filter(name -> !clients.containsKey(name))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no client for environments " + missing);
    }
  }

  private DynatraceClient client(EnvironmentName name) {
    DynatraceClient client = clients.get(name);
    if (client == null) {
      throw new IllegalArgumentException("no client for environment " + name);
    }
    return client;
  }

  /** Builds reconcilers. Not thread-safe. */
  public static final class Builder {

    private final Map<EnvironmentName, DynatraceClient> clients = new HashMap<>();
    private PlanOptions planOptions = PlanOptions.DEFAULT;
    private ImpactLimit impactLimit = ImpactLimit.DEFAULT;

    private Builder() {}

    /**
     * Sets how an environment is reached. The client stays the caller's to close.
     *
     * @param environment the environment
     * @param client its client
     * @return this builder
     */
    public Builder client(EnvironmentName environment, DynatraceClient client) {
      clients.put(environment, client);
      return this;
    }

    /**
     * Sets whose rules are managed.
     *
     * @param planOptions by default {@link PlanOptions#DEFAULT}
     * @return this builder
     */
    public Builder planOptions(PlanOptions planOptions) {
      this.planOptions = planOptions;
      return this;
    }

    /**
     * Sets how many namespaces may stop being ingested in one run.
     *
     * @param impactLimit by default {@link ImpactLimit#DEFAULT}
     * @return this builder
     */
    public Builder impactLimit(ImpactLimit impactLimit) {
      this.impactLimit = impactLimit;
      return this;
    }

    /**
     * Makes the reconciler. Sends nothing.
     *
     * @return the reconciler
     */
    public Reconciler build() {
      return new Reconciler(this);
    }
  }
}

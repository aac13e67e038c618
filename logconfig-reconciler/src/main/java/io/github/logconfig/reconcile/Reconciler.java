package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigExplainer;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
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

  private static final int ENVIRONMENTS_AT_A_TIME = 8;

  /** The client's own limit decides how many of these may send at a time. */
  private static final int WRITERS_PER_ENVIRONMENT = 16;

  private final Map<EnvironmentName, DynatraceClient> clients;
  private final PlanOptions planOptions;
  private final ImpactLimit impactLimit;
  private final RunProgress progress;

  private Reconciler(Builder builder) {
    this.clients = Map.copyOf(builder.clients);
    this.planOptions = builder.planOptions;
    this.impactLimit = builder.impactLimit;
    this.progress = builder.progress;
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
    Observation observation = observe(desired.clusters());
    List<LogConfigPlan> plans = new ArrayList<>();
    Map<ClusterName, Failure> failures = new LinkedHashMap<>();
    for (DesiredCluster cluster : desired.clusters()) {
      ObservedState state = observation.states().get(cluster.environment().name());
      Failure failure = observation.failures().get(cluster.environment().name());
      if (state != null) {
        plans.add(LogConfigPlanner.plan(cluster, state, planOptions));
      } else if (failure != null) {
        failures.put(cluster.name(), failure);
      }
    }
    return new PlanReport(new FleetPlan(plans), failures);
  }

  /**
   * Looks whether everything is ready for the first write: reachability, token, scopes, host
   * groups, and all that planning finds. Writes nothing.
   *
   * @param desired what the fleet is to look like
   * @return what was found
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public Diagnosis diagnose(DesiredState desired) {
    requireClients(desired.clusters().stream().map(DesiredCluster::environment).toList());
    Doctor doctor = new Doctor();
    desired.clusters().stream()
        .map(cluster -> cluster.environment().name())
        .distinct()
        .forEach(name -> doctor.examine(name, client(name)));
    doctor.examine(plan(desired));
    return doctor.diagnosis();
  }

  /**
   * Reads the environment of one cluster, and explains what happens to some of its logs. Writes
   * nothing.
   *
   * @param desired what the cluster is to look like
   * @param known what is known of the logs, above all their namespace
   * @return the explanation, or why there is none
   * @throws IllegalArgumentException if there is no client for the environment; nothing has been
   *     sent then
   */
  public ExplainReport explain(DesiredCluster desired, LogRecord known) {
    requireClients(List.of(desired.environment()));
    Observation observation = observe(List.of(desired));
    ObservedState state = observation.states().get(desired.environment().name());
    if (state == null) {
      return new ExplainReport(
          Optional.empty(),
          Optional.ofNullable(observation.failures().get(desired.environment().name())));
    }
    Optional<Explanation> explanation =
        LogConfigExplainer.explain(desired, state, planOptions, known);
    return new ExplainReport(
        explanation,
        explanation.isPresent()
            ? Optional.empty()
            : preventing(LogConfigPlanner.plan(desired, state, planOptions)));
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
   * @return what became of each cluster: first those with plans, then those that had none. If the
   *     calling thread is interrupted, no new write is begun, those under way are finished, and the
   *     report tells of clusters that were not attempted
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public ApplyReport apply(PlanReport planned) {
    requireClients(planned.plan().clusters().stream().map(LogConfigPlan::environment).toList());
    return withoutPlan(carryOut(planned.plan(), Map.of()), planned.failures());
  }

  /**
   * Carries out a plan that was saved: exactly its steps, and only of those clusters whose rules
   * are still as the plan saw them. All environments are read again before the first write.
   *
   * @param planned what {@link #plan} gave, and {@link PlanDocument} has kept
   * @return what became of each cluster: first those with plans, then those that had none; a
   *     cluster whose rules have changed has a conflict that tells what, and nothing was written
   * @throws InvalidPlanException if a step is of another owner than this reconciler's; nothing has
   *     been sent then
   * @throws IllegalArgumentException if there is no client for an environment; nothing has been
   *     sent then
   */
  public ApplyReport applySaved(PlanReport planned) {
    FleetPlan saved = planned.plan();
    requireOwner(saved);
    requireClients(saved.clusters().stream().map(LogConfigPlan::environment).toList());
    Observation observation = observe(saved.clusters().stream().map(Reconciler::target).toList());
    Map<ClusterName, Failure> conflicts = new LinkedHashMap<>();
    for (LogConfigPlan plan : saved.clusters()) {
      ObservedState state = observation.states().get(plan.environment().name());
      Optional<Failure> failure =
          state == null
              ? Optional.ofNullable(observation.failures().get(plan.environment().name()))
              : SavedPlanCheck.conflict(plan, state);
      failure.ifPresent(reason -> conflicts.put(plan.cluster(), reason));
    }
    return withoutPlan(carryOut(saved, conflicts), planned.failures());
  }

  /** The report, completed by the clusters that had no plan. */
  static ApplyReport withoutPlan(ApplyReport report, Map<ClusterName, Failure> failures) {
    List<ClusterReport> all = new ArrayList<>(report.clusters());
    failures.forEach(
        (cluster, failure) ->
            all.add(new ClusterReport(cluster, Outcome.FAILED, 0, Optional.of(failure))));
    return new ApplyReport(all);
  }

  private ApplyReport carryOut(FleetPlan fleet, Map<ClusterName, Failure> known) {
    Guard guard = new Guard(impactLimit, fleet);
    Map<EnvironmentName, List<ClusterProgress>> byEnvironment = new LinkedHashMap<>();
    List<ClusterProgress> all = new ArrayList<>();
    for (LogConfigPlan plan : fleet.clusters()) {
      ClusterProgress progress = new ClusterProgress(plan);
      Optional.ofNullable(known.get(plan.cluster()))
          .or(() -> guard.refusal(plan))
          .or(() -> preventing(plan))
          .ifPresent(progress::failed);
      byEnvironment
          .computeIfAbsent(plan.environment().name(), name -> new ArrayList<>())
          .add(progress);
      all.add(progress);
    }
    List<ClusterProgress> toWrite =
        all.stream().filter(it -> it.isSound() && !it.plan().isEmpty()).toList();
    PhaseCounter written = new PhaseCounter(progress, RunProgress.Phase.WRITING, toWrite.size());
    toWrite.forEach(cluster -> cluster.whenDone(written::oneDone));
    AtomicBoolean cancelled = new AtomicBoolean();
    sideBySide(
        byEnvironment,
        Workers.Purpose.WRITING,
        cancelled,
        (name, clusters) -> {
          try (Workers workers =
              new Workers(WRITERS_PER_ENVIRONMENT, Workers.Purpose.WRITING, cancelled)) {
            new PlanApplier(client(name), workers).apply(clusters);
          }
        });
    return new ApplyReport(all.stream().map(ClusterProgress::report).toList());
  }

  /** What the environments hold now, and why some could not be read. */
  private record Observation(
      Map<EnvironmentName, ObservedState> states, Map<EnvironmentName, Failure> failures) {}

  private Observation observe(List<DesiredCluster> clusters) {
    Map<EnvironmentName, List<DesiredCluster>> byEnvironment =
        clusters.stream()
            .collect(
                Collectors.groupingBy(
                    cluster -> cluster.environment().name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Observation observation = new Observation(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    PhaseCounter read = new PhaseCounter(progress, RunProgress.Phase.READING, byEnvironment.size());
    sideBySide(
        byEnvironment,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, ofEnvironment) -> {
          try {
            observation
                .states()
                .put(
                    name,
                    new EnvironmentObserver(client(name))
                        .observe(ofEnvironment.get(0).environment(), ofEnvironment));
          } catch (DynatraceException e) {
            observation.failures().put(name, PlanApplier.failure(e));
          } finally {
            read.oneDone();
          }
        });
    byEnvironment.keySet().stream()
        .filter(name -> !observation.states().containsKey(name))
        .forEach(name -> observation.failures().putIfAbsent(name, ClusterProgress.CANCELLED));
    return observation;
  }

  /** Environments have nothing to do with one another. */
  private static <T> void sideBySide(
      Map<EnvironmentName, T> byEnvironment,
      Workers.Purpose purpose,
      AtomicBoolean cancelled,
      BiConsumer<EnvironmentName, T> work) {
    List<Runnable> tasks = new ArrayList<>();
    byEnvironment.forEach((name, part) -> tasks.add(() -> work.accept(name, part)));
    if (!tasks.isEmpty()) {
      try (Workers workers =
          new Workers(Math.min(tasks.size(), ENVIRONMENTS_AT_A_TIME), purpose, cancelled)) {
        workers.doAll(tasks);
      }
    }
  }

  /** What a plan is about, as far as observing goes. */
  private static DesiredCluster target(LogConfigPlan plan) {
    return DesiredCluster.builder()
        .name(plan.cluster())
        .environment(plan.environment())
        .hostGroup(plan.hostGroup())
        .build();
  }

  private void requireOwner(FleetPlan saved) {
    for (LogConfigPlan plan : saved.clusters()) {
      for (PlanStep step : plan.steps()) {
        if (!step.identity().owner().equals(planOptions.owner())) {
          throw new InvalidPlanException(
              "the plan of cluster "
                  + plan.cluster()
                  + " is of owner "
                  + step.identity().owner()
                  + ", this run manages rules of "
                  + planOptions.owner());
        }
      }
    }
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
    private RunProgress progress = (phase, done, total) -> {};

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
     * Sets who hears how far a run is.
     *
     * @param progress by default nobody
     * @return this builder
     */
    public Builder progress(RunProgress progress) {
      this.progress = progress;
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

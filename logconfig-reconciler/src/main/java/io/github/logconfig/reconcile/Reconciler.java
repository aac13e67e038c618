package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.internal.EnvironmentClients;
import io.github.logconfig.reconcile.internal.Pause;
import io.github.logconfig.reconcile.internal.Preflight;
import io.github.logconfig.reconcile.internal.ReconcilerOptions;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.arrival.ArrivalVerifier;
import io.github.logconfig.reconcile.internal.doctor.Doctor;
import io.github.logconfig.reconcile.internal.plan.FleetPlanner;
import io.github.logconfig.reconcile.internal.plan.SavedPlanCheck;
import io.github.logconfig.reconcile.internal.write.FleetWriter;
import io.github.logconfig.reconcile.internal.write.PlanValidator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Brings the log rules of a fleet to the desired state.
 *
 * <p>Requires the token scopes {@code settings.read} and {@code entities.read} in every
 * environment, and {@code settings.write} to apply and to validate. A failing cluster or
 * environment does not affect the others. Failed requests are retried according to the client's
 * {@link io.github.logconfig.dynatrace.connection.RetryPolicy}; failures that remain are part of
 * the report.
 *
 * <p>Methods that accept a {@link DesiredState} regard it as complete. Use {@link DesiredFleet} to
 * select clusters, or if parts of the source could not be read.
 *
 * <p>Every method throws a {@link ConfigValidationException} before its first request if an
 * environment with clusters has no client, or the client of another environment.
 *
 * <p><b>Thread safety:</b> thread-safe. Concurrent runs over the same environments are safe, but
 * may end in conflicts.
 *
 * @since 0.1.0
 */
public final class Reconciler {

  private final EnvironmentClients clients;
  private final Preflight preflight;
  private final ReconcilerOptions options;
  private final ReconcileListener listener;
  private final FleetPlanner planning;
  private final FleetWriter writer;
  private final Clock clock;
  private final Pause pause;

  private Reconciler(Builder builder) {
    this.clients = new EnvironmentClients(builder.clients, builder.unusable);
    this.preflight = new Preflight(clients);
    this.options =
        new ReconcilerOptions(
            builder.planOptions,
            builder.impactLimit,
            builder.writeMode,
            builder.removesOrphans,
            builder.allowsEmptyDesiredState);
    this.listener = builder.listener;
    this.clock = builder.clock;
    this.pause = builder.pause;
    this.planning = new FleetPlanner(clients, options, builder.progress);
    this.writer = new FleetWriter(clients, options, builder.progress);
  }

  /** Returns a builder without clients. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads all environments of a desired state, and plans. Writes nothing.
   *
   * @param desired the complete desired state
   * @return the plans, the orphans, and the failures of clusters whose environment could not be
   *     read
   */
  public PlanReport plan(DesiredState desired) {
    return plan(DesiredFleet.whole(desired));
  }

  /**
   * Reads the environments of a fleet, and plans. Writes nothing.
   *
   * <p>An environment without clusters is read if it has a client and the whole fleet is selected:
   * it may contain orphans.
   *
   * @return the plans, the orphans, and the failures of clusters without a plan
   */
  public PlanReport plan(DesiredFleet fleet) {
    return observed(fleet, RunEvent.Kind.PLAN);
  }

  /**
   * Reads everything again, and reports what is not as desired. Writes nothing.
   *
   * @param desired the complete desired state
   * @return the remaining changes; {@linkplain PlanReport#isAsDesired() as desired} if there are
   *     none
   */
  public PlanReport verify(DesiredState desired) {
    return verify(DesiredFleet.whole(desired));
  }

  /**
   * Reads everything again, and reports what is not as desired. Writes nothing.
   *
   * @return the remaining changes; {@linkplain PlanReport#isAsDesired() as desired} if there are
   *     none
   */
  public PlanReport verify(DesiredFleet fleet) {
    return observed(fleet, RunEvent.Kind.VERIFY);
  }

  /**
   * Reads everything again, and reports what differs from the result of a plan. Writes nothing.
   *
   * @param planned a plan, which may have been saved
   * @return the remaining changes; {@linkplain PlanReport#isAsDesired() as desired} if there are
   *     none
   * @throws InvalidPlanException if the plan is inconsistent
   */
  public PlanReport verify(PlanReport planned) {
    return verify(SavedPlanCheck.desired(planned));
  }

  /**
   * Verifies that the logs of a fleet arrive. Writes nothing.
   *
   * <p>Reads the rules, and counts the log records of each environment with one query, which the
   * service charges by scanned data. Waits before if the rules were changed recently, and sends a
   * second query if the first one was too early for some namespaces; see {@link
   * ArrivalOptions#longestWait}. Needs a platform token or an OAuth client with the scopes {@code
   * storage:logs:read} and {@code storage:buckets:read}. A query is not retried once it was
   * started.
   *
   * @param fleet the selected clusters
   * @param options what the queries may cost, how long to wait, and what was applied before
   * @return one verdict for each namespace. Whatever could not be read is unknown, with its cause.
   *     If the calling thread is interrupted, so is what was not read yet
   */
  public ArrivalReport verifyArrival(DesiredFleet fleet, ArrivalOptions options) {
    preflight.requireFor(fleet);
    ArrivalReport report =
        new ArrivalVerifier(clients, planning, clock, pause).verify(fleet, options);
    try {
      listener.onArrival(report);
    } catch (RuntimeException ignored) {
      // a failing listener must not hide the report
    }
    return report;
  }

  /**
   * Verifies that the effects of an applied plan can be seen in the logs, as {@link
   * #verifyArrival(DesiredFleet, ArrivalOptions)}: the logs of its namespaces arrive, and those of
   * namespaces that it stops do not.
   *
   * @param applied the plan, which may have been saved
   * @param options as above; what was applied is set to the plan unless it is set already
   * @throws InvalidPlanException if the plan is inconsistent
   */
  public ArrivalReport verifyArrival(PlanReport applied, ArrivalOptions options) {
    return verifyArrival(
        SavedPlanCheck.desired(applied),
        options.applied().isPresent() ? options : options.after(applied));
  }

  private PlanReport observed(DesiredFleet fleet, RunEvent.Kind kind) {
    preflight.requireFor(fleet);
    long start = System.nanoTime();
    PlanReport report = planning.plan(fleet).report();
    notifyListener(kind, start, report, Optional.empty(), Optional.of(fleet));
    return report;
  }

  /**
   * Lets the service check what a plan would write. Writes nothing. Sends as many requests as
   * applying the plan. The service cannot check deletions.
   *
   * @param planned a plan of this reconciler
   * @return the verdict of the service on each step
   */
  public ValidationReport validate(PlanReport planned) {
    preflight.requireFor(planned, false);
    return new PlanValidator(clients).validate(planned);
  }

  /**
   * Checks the prerequisites of the first write: reachability, token, scopes, host groups, and the
   * findings of the plan. Writes nothing.
   */
  public Diagnosis diagnose(DesiredState desired) {
    preflight.requireFor(desired.clusters().stream().map(DesiredCluster::environment).toList());
    return new Doctor(
            clients::get,
            state -> planning.plan(DesiredFleet.whole(state)).report(),
            options.impactLimit(),
            clock)
        .diagnose(desired);
  }

  /**
   * Reads environments completely: all rules, Kubernetes clusters with their host groups, and the
   * names of host groups. Writes nothing. Needs the token scopes {@code settings.read} and {@code
   * entities.read}.
   *
   * @param environments the environments to read
   * @param desired all desired clusters of these environments; none if they are not known
   * @throws ConfigValidationException if an environment has no client, or the client of another
   *     environment; no request has been sent
   */
  public Observation observe(
      Collection<Environment> environments, Collection<DesiredCluster> desired) {
    preflight.requireFor(environments);
    return planning.observe(environments, desired);
  }

  /**
   * Reads the environment of one cluster, and explains whether logs are ingested. Writes nothing.
   *
   * @param known the known attributes of the logs, above all their namespace
   */
  public ExplainReport explain(DesiredCluster desired, LogRecord known) {
    return explain(desired, List.of(desired), known);
  }

  /**
   * Explains what happens to logs of one of several desired clusters, as {@link
   * #explain(DesiredCluster, LogRecord)}.
   *
   * @param all all desired clusters; those of the same environment are needed to tie Kubernetes
   *     clusters and hosts to the right one
   */
  public ExplainReport explain(
      DesiredCluster desired, Collection<DesiredCluster> all, LogRecord known) {
    Environment environment = desired.environment();
    DesiredState state =
        DesiredState.builder()
            .addEnvironment(environment)
            .addCluster(desired)
            .addAllClusters(
                all.stream()
                    .filter(it -> it.environment().equals(environment))
                    .filter(it -> !it.name().equals(desired.name()))
                    .toList())
            .build();
    return explain(DesiredFleet.whole(state).only(List.of(desired.name())), known)
        .getOrDefault(desired.name(), ExplainReport.of(Workers.CANCELLED));
  }

  /**
   * Reads the environments of the selected clusters once, and explains whether logs of these
   * clusters are ingested. Writes nothing.
   *
   * @param fleet the selected clusters
   * @param known the known attributes of the logs, above all their namespace
   * @return one report for each selected cluster, in the order of the desired state
   * @throws ConfigValidationException if a usable environment has no client, or the client of
   *     another environment; no request has been sent
   */
  public Map<ClusterName, ExplainReport> explain(DesiredFleet fleet, LogRecord known) {
    preflight.requireFor(
        fleet.targets().stream()
            .map(DesiredCluster::environment)
            .filter(environment -> clients.unusable(environment.name()).isEmpty())
            .toList());
    return planning.explain(fleet, known);
  }

  /**
   * Returns the time of an environment by its own clock, from earlier responses; empty if there was
   * none, or if the environment is unusable. Sends no request.
   */
  public Optional<Instant> serverTime(EnvironmentName environment) {
    return clients.has(environment) ? clients.get(environment).serverTime() : Optional.empty();
  }

  /**
   * Plans, and applies the plan.
   *
   * @param desired the complete desired state
   * @return one report for each cluster
   */
  public ApplyReport apply(DesiredState desired) {
    return apply(DesiredFleet.whole(desired));
  }

  /**
   * Plans, and applies the plan.
   *
   * @return one report for each cluster; see {@link #apply(PlanReport)}
   */
  public ApplyReport apply(DesiredFleet fleet) {
    preflight.requireFor(fleet);
    long start = System.nanoTime();
    FleetPlanner.Planned planned = planning.plan(fleet);
    return write(fleet, start, planned, written -> written);
  }

  /**
   * Plans, passes on the plan, and applies it at once, without reading anything again. In {@link
   * WriteMode#BATCHED}, everything is read once more after the last write: a cluster that differs
   * from the result of its plan then, because another run has written to it, has a conflict.
   *
   * @param onPlanned receives the plan before the first write; if it throws, nothing is written. A
   *     plan that waits for a person belongs into {@link #apply(PlanReport)}
   * @return one report for each cluster; see {@link #apply(PlanReport)}
   */
  public ApplyReport apply(DesiredFleet fleet, Consumer<PlanReport> onPlanned) {
    preflight.requireFor(fleet);
    long start = System.nanoTime();
    FleetPlanner.Planned planned = planning.plan(fleet);
    onPlanned.accept(planned.report());
    SavedPlanCheck check = new SavedPlanCheck(planning, options, pause);
    return write(
        fleet,
        start,
        planned,
        written ->
            options.writeMode() == WriteMode.BATCHED
                ? check.confirmWritten(planned.report(), written)
                : written);
  }

  private ApplyReport write(
      DesiredFleet fleet,
      long start,
      FleetPlanner.Planned planned,
      UnaryOperator<ApplyReport> confirmation) {
    ApplyReport report =
        confirmation.apply(writer.write(planned.report(), Map.of(), planned.positions(), Map.of()));
    notifyListener(
        RunEvent.Kind.APPLY, start, planned.report(), Optional.of(report), Optional.of(fleet));
    return report;
  }

  /**
   * Applies a plan that this reconciler has just made. Every step is written only if the rule is
   * still as the plan saw it. In {@link WriteMode#BATCHED} everything is read again first.
   *
   * @return the reports of clusters with plans, followed by those without. If the calling thread is
   *     interrupted, no new write is started, writes in progress are completed, and the report
   *     lists the clusters that were not attempted
   * @throws InvalidPlanException if a step belongs to another owner or host group; no request has
   *     been sent
   */
  public ApplyReport apply(PlanReport planned) {
    if (options.writeMode() == WriteMode.BATCHED) {
      return applySaved(planned);
    }
    requireOwn(planned);
    long start = System.nanoTime();
    ApplyReport report = writer.write(planned, Map.of(), Map.of(), Map.of());
    notifyListener(RunEvent.Kind.APPLY, start, planned, Optional.of(report), Optional.empty());
    return report;
  }

  /**
   * Reads the environments of a saved plan, and plans its desired state again. Writes nothing.
   *
   * @return the new plans of the clusters whose steps are still the saved ones; a failure for each
   *     cluster whose rules have changed
   * @throws InvalidPlanException if the plan is inconsistent, or a step belongs to another owner or
   *     host group
   */
  public PlanReport confirm(PlanReport saved) {
    requireOwn(saved);
    return new SavedPlanCheck(planning, options, pause).check(saved).confirmed();
  }

  /**
   * Applies a saved plan. All environments are read and planned again before the first write, and
   * read once more after the last one. Only steps that are also part of the new plan are written;
   * effects, findings and impact are those of the new plan.
   *
   * @param planned the plan, for example from {@link PlanDocument#read(String)}
   * @return the reports of clusters with plans, followed by those without; a cluster whose rules
   *     have changed has a conflict
   * @throws InvalidPlanException if the plan is inconsistent, or a step belongs to another owner or
   *     host group; nothing has been written
   */
  public ApplyReport applySaved(PlanReport planned) {
    requireOwn(planned);
    long start = System.nanoTime();
    SavedPlanCheck check = new SavedPlanCheck(planning, options, pause);
    SavedPlanCheck.Result seen = check.check(planned);
    PlanReport fresh = seen.planned().report();
    ApplyReport report =
        check.confirmWritten(
            fresh,
            writer.write(
                fresh, seen.conflicts(), seen.planned().positions(), seen.planned().scopes()));
    notifyListener(RunEvent.Kind.APPLY, start, fresh, Optional.of(report), Optional.empty());
    return report;
  }

  private void requireOwn(PlanReport planned) {
    preflight.requireOwn(planned, options.planOptions().owner());
    preflight.requireFor(planned, options.removesOrphans());
  }

  private void notifyListener(
      RunEvent.Kind kind,
      long start,
      PlanReport planned,
      Optional<ApplyReport> applied,
      Optional<DesiredFleet> fleet) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    try {
      listener.onRun(new RunEvent(kind, duration, planned, applied, fleet));
    } catch (RuntimeException ignored) {
      // a failing listener must not hide the report of what was written
    }
  }

  /** Builds reconcilers. Not thread-safe. */
  public static final class Builder {

    private final Map<Environment, DynatraceClient> clients = new LinkedHashMap<>();
    private final Map<EnvironmentName, Failure> unusable = new HashMap<>();
    private PlanOptions planOptions = PlanOptions.DEFAULT;
    private ImpactLimit impactLimit = ImpactLimit.DEFAULT;
    private WriteMode writeMode = WriteMode.LOCKED;
    private boolean removesOrphans;
    private boolean allowsEmptyDesiredState;
    private ReconcileListener listener = run -> {};
    private RunProgress progress = (phase, done, total) -> {};
    private Clock clock = Clock.systemUTC();
    private Pause pause = Pause.SLEEP;

    private Builder() {}

    /**
     * Sets the client of an environment. Desired states and plans with another URL for this
     * environment are refused. The caller closes the client.
     */
    public Builder client(Environment environment, DynatraceClient client) {
      clients.put(
          Objects.requireNonNull(environment, "environment"),
          Objects.requireNonNull(client, "client"));
      return this;
    }

    /**
     * Marks an environment as unusable, for example because it has no token: its clusters fail for
     * this reason, and those of other environments are reconciled.
     */
    public Builder unusable(EnvironmentName environment, Failure reason) {
      unusable.put(
          Objects.requireNonNull(environment, "environment"),
          Objects.requireNonNull(reason, "reason"));
      return this;
    }

    /**
     * Sets the owner of managed rules, and how to plan.
     *
     * @param planOptions by default {@link PlanOptions#DEFAULT}
     */
    public Builder planOptions(PlanOptions planOptions) {
      this.planOptions = Objects.requireNonNull(planOptions, "planOptions");
      return this;
    }

    /**
     * Limits how many namespaces may stop being ingested in one run.
     *
     * @param impactLimit by default {@link ImpactLimit#DEFAULT}
     */
    public Builder impactLimit(ImpactLimit impactLimit) {
      this.impactLimit = Objects.requireNonNull(impactLimit, "impactLimit");
      return this;
    }

    /**
     * Sets how existing rules are changed.
     *
     * @param writeMode by default {@link WriteMode#LOCKED}
     */
    public Builder writeMode(WriteMode writeMode) {
      this.writeMode = Objects.requireNonNull(writeMode, "writeMode");
      return this;
    }

    /**
     * Also removes orphans when applying: only if they are unchanged since they were read, and as
     * far as the impact limit allows. Use it only for runs whose desired state contains everything
     * that the owner has in these environments: the rules of missing clusters are orphans.
     */
    public Builder removeOrphans() {
      this.removesOrphans = true;
      return this;
    }

    /**
     * Accepts a desired state without any cluster in an environment that contains managed rules. By
     * default this is refused, since it usually means that the state could not be read.
     */
    public Builder allowEmptyDesiredState() {
      this.allowsEmptyDesiredState = true;
      return this;
    }

    /**
     * Sets the listener that is notified of every run.
     *
     * @param listener for example {@link ReconcilerMetrics}
     */
    public Builder listener(ReconcileListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Sets the listener that is notified of the progress of a run. */
    public Builder progress(RunProgress progress) {
      this.progress = Objects.requireNonNull(progress, "progress");
      return this;
    }

    /**
     * Sets the clock that {@link Reconciler#diagnose} compares tokens and servers with. {@link
     * Reconciler#verifyArrival} uses it if responses have no date.
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets how to wait for reads that show what was written, and for logs. */
    Builder pause(Pause pause) {
      this.pause = pause;
      return this;
    }

    /** Returns the reconciler. Sends no request. */
    public Reconciler build() {
      return new Reconciler(this);
    }
  }
}

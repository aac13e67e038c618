package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.internal.Pause;
import io.github.logconfig.reconcile.internal.doctor.Doctor;
import io.github.logconfig.reconcile.internal.observe.EnvironmentClients;
import io.github.logconfig.reconcile.internal.plan.FleetPlanning;
import io.github.logconfig.reconcile.internal.plan.OwnPlans;
import io.github.logconfig.reconcile.internal.plan.ReconcilerOptions;
import io.github.logconfig.reconcile.internal.plan.SavedPlanCheck;
import io.github.logconfig.reconcile.internal.write.FleetApply;
import io.github.logconfig.reconcile.internal.write.FleetValidation;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the log rules of a fleet to the desired state.
 *
 * <p>Needs the token scopes {@code settings.read}, {@code entities.read} and, to apply or to
 * validate, {@code settings.write} in every environment. A cluster or an environment that fails
 * never keeps the others from being done. Failed requests are sent again as the client's {@link
 * io.github.logconfig.dynatrace.RetryPolicy} says; what then still fails is told by the report.
 *
 * <p>Methods that take a {@link DesiredState} take it for the whole of it: use {@link DesiredFleet}
 * if only some clusters are meant, or if something could not be read.
 *
 * <p><b>Thread safety:</b> thread-safe; two runs at a time over the same environments meet each
 * other's locks.
 *
 * @since 0.1.0
 */
public final class Reconciler {

  private final EnvironmentClients clients;
  private final ReconcilerOptions options;
  private final ReconcileListener listener;
  private final FleetPlanning planning;
  private final FleetApply applying;
  private final Clock clock;
  private final Pause pause;

  private Reconciler(Builder builder) {
    this.clients = new EnvironmentClients(builder.clients, builder.environments, builder.unusable);
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
    this.planning = new FleetPlanning(clients, options, builder.progress);
    this.applying = new FleetApply(clients, options, builder.progress);
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
   * Reads all environments of a desired state, and plans. Writes nothing.
   *
   * @param desired what the fleet is to look like, as a whole
   * @return the plans, the orphans, and why clusters of environments that could not be read have no
   *     plan
   * @throws ConfigValidationException if an environment with clusters has no client, or one of
   *     another environment; nothing has been sent then
   */
  public PlanReport plan(DesiredState desired) {
    return plan(DesiredFleet.whole(desired));
  }

  /**
   * Reads the environments of a fleet, and plans. Writes nothing.
   *
   * <p>An environment without clusters is read if there is a client for it and the whole fleet is
   * meant: rules of ours may be left there.
   *
   * @param fleet what the fleet is to look like, and which part of it is meant
   * @return the plans, the orphans, and why other clusters have no plan
   * @throws ConfigValidationException if an environment with clusters has no client, or one of
   *     another environment; nothing has been sent then
   */
  public PlanReport plan(DesiredFleet fleet) {
    return observed(fleet, RunEvent.Kind.PLAN);
  }

  /**
   * Reads everything again, to see whether it is as desired. Writes nothing.
   *
   * @param desired what the fleet is to look like, as a whole
   * @return what would still have to change; {@linkplain PlanReport#isAsDesired() as desired} if
   *     nothing would
   * @throws ConfigValidationException as {@link #plan(DesiredState)}
   */
  public PlanReport verify(DesiredState desired) {
    return verify(DesiredFleet.whole(desired));
  }

  /**
   * Reads everything again, to see whether it is as desired. Writes nothing.
   *
   * @param fleet what the fleet is to look like, and which part of it is meant
   * @return what would still have to change; {@linkplain PlanReport#isAsDesired() as desired} if
   *     nothing would
   * @throws ConfigValidationException as {@link #plan(DesiredFleet)}
   */
  public PlanReport verify(DesiredFleet fleet) {
    return observed(fleet, RunEvent.Kind.VERIFY);
  }

  /**
   * Reads everything again, to see whether it is as a plan was to make it. Writes nothing.
   *
   * @param planned what was planned, a saved plan included
   * @return what would still have to change; {@linkplain PlanReport#isAsDesired() as desired} if
   *     nothing would
   * @throws ConfigValidationException as {@link #plan(DesiredFleet)}
   * @throws InvalidPlanException if the plan is inconsistent
   */
  public PlanReport verify(PlanReport planned) {
    return verify(SavedPlanCheck.desired(planned));
  }

  private PlanReport observed(DesiredFleet fleet, RunEvent.Kind kind) {
    clients.requireFor(fleet);
    long start = System.nanoTime();
    PlanReport report = planning.plan(fleet).report();
    tell(kind, start, report, Optional.empty(), Optional.of(fleet));
    return report;
  }

  /**
   * Has the service check what a plan would write. Writes nothing, and needs as many requests as
   * applying would. Deletions cannot be checked.
   *
   * @param planned a plan of this reconciler
   * @return what the service says of each step, cluster by cluster
   * @throws ConfigValidationException if an environment has no client, or one of another
   *     environment; nothing has been sent then
   */
  public ValidationReport validate(PlanReport planned) {
    clients.requireFor(planned, false);
    return new FleetValidation(clients).validate(planned);
  }

  /**
   * Looks whether everything is ready for the first write: reachability, token, scopes, host
   * groups, and all that planning finds. Writes nothing.
   *
   * @param desired what the fleet is to look like
   * @return what was found
   * @throws ConfigValidationException if an environment with clusters has no client, or one of
   *     another environment; nothing has been sent then
   */
  public Diagnosis diagnose(DesiredState desired) {
    clients.requireFor(desired.clusters().stream().map(DesiredCluster::environment).toList());
    return new Doctor(
            clients::get,
            state -> planning.plan(DesiredFleet.whole(state)).report(),
            options.impactLimit(),
            clock)
        .diagnose(desired);
  }

  /**
   * Reads the environment of one cluster, and explains what happens to some of its logs. Writes
   * nothing.
   *
   * @param desired what the cluster is to look like
   * @param known what is known of the logs, above all their namespace
   * @return the explanation, or why there is none
   * @throws ConfigValidationException if the environment has no client, or one of another
   *     environment; nothing has been sent then
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
    if (clients.unusable(desired.environment().name()).isEmpty()) {
      clients.requireFor(List.of(desired.environment()));
    }
    return planning.explain(desired, all, known);
  }

  /**
   * Plans, and carries out what was planned.
   *
   * @param desired what the fleet is to look like, as a whole
   * @return what became of each cluster
   * @throws ConfigValidationException as {@link #plan(DesiredState)}
   */
  public ApplyReport apply(DesiredState desired) {
    return apply(DesiredFleet.whole(desired));
  }

  /**
   * Plans, and carries out what was planned.
   *
   * @param fleet what the fleet is to look like, and which part of it is meant
   * @return what became of each cluster; see {@link #apply(PlanReport)}
   * @throws ConfigValidationException as {@link #plan(DesiredFleet)}
   */
  public ApplyReport apply(DesiredFleet fleet) {
    clients.requireFor(fleet);
    long start = System.nanoTime();
    FleetPlanning.Planned planned = planning.plan(fleet);
    ApplyReport report = applying.carryOut(planned.report(), Map.of(), planned.places(), Map.of());
    tell(RunEvent.Kind.APPLY, start, planned.report(), Optional.of(report), Optional.of(fleet));
    return report;
  }

  /**
   * Carries out a plan of this reconciler that was made just now: every step under the lock of the
   * state that the plan has seen. In {@link WriteMode#BATCHED} everything is read again first.
   *
   * @return the result for each cluster: first those with plans, then those without. If the calling
   *     thread is interrupted, no new write is begun, those under way are finished, and the report
   *     lists clusters that were not attempted
   * @throws InvalidPlanException if a step is of another owner or host group; nothing has been sent
   *     then
   * @throws ConfigValidationException if an environment has no client, or one of another
   *     environment; nothing has been sent then
   */
  public ApplyReport apply(PlanReport planned) {
    if (options.writeMode() == WriteMode.BATCHED) {
      return applySaved(planned);
    }
    requireOwn(planned);
    long start = System.nanoTime();
    ApplyReport report = applying.carryOut(planned, Map.of(), Map.of(), Map.of());
    tell(RunEvent.Kind.APPLY, start, planned, Optional.of(report), Optional.empty());
    return report;
  }

  /**
   * Reads the environments of a saved plan, and plans anew what it leads to. Writes nothing.
   *
   * @return the fresh plans of the clusters whose steps are still the saved ones; a failure for
   *     each cluster whose rules have changed since
   * @throws InvalidPlanException if the plan is inconsistent, or a step is of another owner or host
   *     group
   * @throws ConfigValidationException if an environment has no client, or one of another
   *     environment; nothing has been sent then
   */
  public PlanReport confirm(PlanReport saved) {
    requireOwn(saved);
    return new SavedPlanCheck(planning, options, pause).check(saved).confirmed();
  }

  /**
   * Carries out a saved plan. All environments are read and planned anew before the first write,
   * and again after the last one; only steps that the fresh plan has, too, are carried out, with
   * its effects, findings and impact.
   *
   * @param planned what {@link #plan} returned, and {@link PlanDocument} has kept
   * @return the result for each cluster: first those with plans, then those without; a cluster
   *     whose rules have changed has a conflict
   * @throws InvalidPlanException if the plan is inconsistent, or a step is of another owner or host
   *     group; nothing has been written then
   * @throws ConfigValidationException if an environment has no client, or one of another
   *     environment; nothing has been sent then
   */
  public ApplyReport applySaved(PlanReport planned) {
    requireOwn(planned);
    long start = System.nanoTime();
    SavedPlanCheck check = new SavedPlanCheck(planning, options, pause);
    SavedPlanCheck.Result seen = check.check(planned);
    PlanReport fresh = seen.planned().report();
    ApplyReport report =
        check.afterwards(
            fresh,
            applying.carryOut(
                fresh, seen.conflicts(), seen.planned().places(), seen.planned().scopes()));
    tell(RunEvent.Kind.APPLY, start, fresh, Optional.of(report), Optional.empty());
    return report;
  }

  private void requireOwn(PlanReport planned) {
    OwnPlans.require(planned, options.planOptions().owner());
    clients.requireFor(planned, options.removesOrphans());
  }

  private void tell(
      RunEvent.Kind kind,
      long start,
      PlanReport planned,
      Optional<ApplyReport> applied,
      Optional<DesiredFleet> fleet) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    try {
      listener.onRun(new RunEvent(kind, duration, planned, applied, fleet));
    } catch (RuntimeException passedOver) {
      // the report of what was written is worth more than its metrics
    }
  }

  /** Builds reconcilers. Not thread-safe. */
  public static final class Builder {

    private final Map<EnvironmentName, DynatraceClient> clients = new HashMap<>();
    private final Map<EnvironmentName, Environment> environments = new HashMap<>();
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
     * Sets how an environment is reached, and which address it has: desired states and plans that
     * give it another one are refused. The client stays the caller's to close.
     *
     * @param environment the environment
     * @param client its client
     * @return this builder
     */
    public Builder client(Environment environment, DynatraceClient client) {
      environments.put(environment.name(), environment);
      return client(environment.name(), client);
    }

    /**
     * Marks an environment as unusable, for example because it has no token: its clusters fail for
     * this reason, and those of other environments are reconciled.
     */
    public Builder unusable(EnvironmentName environment, Failure reason) {
      unusable.put(environment, reason);
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
     * Sets how changes of rules are written.
     *
     * @param writeMode by default {@link WriteMode#LOCKED}
     * @return this builder
     */
    public Builder writeMode(WriteMode writeMode) {
      this.writeMode = writeMode;
      return this;
    }

    /**
     * Lets applying remove orphans, too: under the lock of the state that was read, and as far as
     * the impact limit allows. Only for runs whose desired state is the whole of what the owner has
     * in its environments: the rules of clusters that are not named are orphans.
     *
     * @return this builder
     */
    public Builder removeOrphans() {
      this.removesOrphans = true;
      return this;
    }

    /**
     * Allows a desired state that has no cluster at all in an environment that holds rules of ours.
     * Without that, applying it is refused: more often than not the state could not be read.
     *
     * @return this builder
     */
    public Builder allowEmptyDesiredState() {
      this.allowsEmptyDesiredState = true;
      return this;
    }

    /**
     * Sets who hears of every run.
     *
     * @param listener for example {@link ReconcilerMetrics}
     * @return this builder
     */
    public Builder listener(ReconcileListener listener) {
      this.listener = listener;
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

    /** Sets the clock that {@link Reconciler#diagnose} compares tokens and servers with. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets how to wait until reads show what a saved plan has written. */
    Builder pause(Pause pause) {
      this.pause = pause;
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

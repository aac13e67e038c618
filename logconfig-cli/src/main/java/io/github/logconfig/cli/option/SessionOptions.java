package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.Stage;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;

/** Options of all commands that send requests. */
public final class SessionOptions {

  @Mixin private DesiredStateOptions desired = new DesiredStateOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private PlanningOptions planning = new PlanningOptions();
  private boolean staged;

  /** Returns the options of the desired state. */
  public DesiredStateOptions desired() {
    return desired;
  }

  /** Returns the owner of managed rules. */
  public Owner owner() {
    return planning.toPlanOptions(desired.configuration()).owner();
  }

  /**
   * Sets whether plans keep the rules that they were proven with, for output that explains them.
   */
  public void keepRules(boolean keeps) {
    planning.keepRules(keeps);
  }

  /** Adopts the rules that a saved plan adopts, without options that ask for it. */
  public void adoptReviewed(FleetPlan plan) {
    planning.adoptReviewed(plan);
  }

  /**
   * Sets whether the stages of the configuration file are applied one after the other: then earlier
   * stages are read, too, if only later ones are selected.
   *
   * @throws InvalidInputException if the configuration file defines no stages
   */
  public void staged(boolean isStaged) {
    if (isStaged && desired.configuration().stages().isEmpty()) {
      throw new InvalidInputException(
          "--staged requires stages; define them under the key stages of the configuration file,"
              + " and name the file with --config");
    }
    staged = isStaged;
  }

  /** Returns whether a stage of the configuration file has a limit on the arrival of logs. */
  public boolean hasStagesWithArrival() {
    return desired.configuration().stages().stream().anyMatch(it -> it.arrival().isPresent());
  }

  /** Returns whether the stages of the configuration file are applied one after the other. */
  public boolean isStaged() {
    return staged;
  }

  /**
   * Returns the stages of the configuration file with their clusters; empty if it defines none.
   *
   * @throws InvalidInputException if a stage selects nothing
   */
  public Optional<Rollout> rollout(SelectionOptions.Selected selected) {
    List<Stage> stages = desired.configuration().stages();
    return stages.isEmpty() ? Optional.empty() : Optional.of(selected.rollout(stages));
  }

  /** Returns a line for each option that names an environment that does not exist. */
  public List<String> unknownEnvironments(List<Environment> known) {
    return connection.unknownEnvironments(known);
  }

  /**
   * Checks the options that can be checked without a desired state.
   *
   * @throws InvalidInputException if an option is invalid
   */
  public void validate(WriteOptions writing, PrintWriter err) {
    desired.selection().validate();
    reconciler(Map.of(), writing);
    connection
        .connect(
            Set.of(),
            Set.of(),
            desired.configuration(),
            desired.network(),
            (name, builder) -> {},
            err)
        .close();
  }

  /**
   * Creates clients of the environments of the selected clusters and, if the run is {@linkplain
   * #staged staged}, of those of earlier stages. If all clusters are selected, also of other
   * environments with a token: managed rules may be left there.
   *
   * @param customizer changes the builder of each client
   */
  public Connections connect(
      SelectionOptions.Selected selected,
      BiConsumer<EnvironmentName, DynatraceClient.Builder> customizer,
      PrintWriter err) {
    Set<Environment> used = new LinkedHashSet<>();
    selected.state().clusters().forEach(cluster -> used.add(cluster.environment()));
    if (staged) {
      rollout(selected).ifPresent(it -> used.addAll(environmentsBefore(selected, it)));
    }
    Set<Environment> spare = new LinkedHashSet<>();
    if (selected.fleet().selection().isEmpty()) {
      spare.addAll(selected.state().environments());
      spare.removeAll(used);
    }
    return connection.connect(
        used, spare, desired.configuration(), desired.network(), customizer, err);
  }

  private static List<Environment> environmentsBefore(
      SelectionOptions.Selected selected, Rollout rollout) {
    Set<ClusterName> before =
        rollout.before(selected.state().clusters().stream().map(DesiredCluster::name).toList());
    return selected.whole().state().clusters().stream()
        .filter(cluster -> before.contains(cluster.name()))
        .map(DesiredCluster::environment)
        .toList();
  }

  /** Creates clients of the environments of a saved plan. */
  public Connections connect(
      List<Environment> used,
      BiConsumer<EnvironmentName, DynatraceClient.Builder> customizer,
      PrintWriter err) {
    return connection.connect(
        new LinkedHashSet<>(used),
        Set.of(),
        desired.configuration(),
        desired.network(),
        customizer,
        err);
  }

  /** Returns a reconciler with all settings of options and the configuration file. */
  public Reconciler.Builder reconciler(
      Map<Environment, DynatraceClient> clients, WriteOptions writing) {
    OperatorConfiguration configuration = desired.configuration();
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(planning.toPlanOptions(configuration));
    writing.configure(reconciler, configuration);
    clients.forEach(reconciler::client);
    return reconciler;
  }
}

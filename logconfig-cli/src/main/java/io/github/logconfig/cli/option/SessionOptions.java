package io.github.logconfig.cli.option;

import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.reconcile.Reconciler;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;

/** Options of all commands that send requests. */
public final class SessionOptions {

  @Mixin private DesiredStateOptions desired = new DesiredStateOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private PlanningOptions planning = new PlanningOptions();

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

  /** Returns a line for each option that names an environment that does not exist. */
  public List<String> unknownEnvironments(List<Environment> known) {
    return connection.unknownEnvironments(known);
  }

  /**
   * Checks the options that can be checked without a desired state.
   *
   * @throws io.github.logconfig.cli.InvalidInputException if an option is invalid
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
   * Creates clients of the environments of the selected clusters. If all clusters are selected,
   * also of other environments with a token: managed rules may be left there.
   *
   * @param customizer changes the builder of each client
   */
  public Connections connect(
      SelectionOptions.Selected selected,
      BiConsumer<EnvironmentName, DynatraceClient.Builder> customizer,
      PrintWriter err) {
    Set<Environment> used = new LinkedHashSet<>();
    selected.state().clusters().forEach(cluster -> used.add(cluster.environment()));
    Set<Environment> spare = new LinkedHashSet<>();
    if (selected.fleet().selection().isEmpty()) {
      spare.addAll(selected.state().environments());
      spare.removeAll(used);
    }
    return connection.connect(
        used, spare, desired.configuration(), desired.network(), customizer, err);
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

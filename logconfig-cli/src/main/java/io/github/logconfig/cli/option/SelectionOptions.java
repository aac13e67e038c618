package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.inventory.Spelling;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Shard;
import io.github.logconfig.reconcile.rollout.NamePattern;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects a part of the desired state. */
public final class SelectionOptions {

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Only this cluster, or clusters like 'stage-*'; can be repeated.")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description =
          "Only clusters of this environment, or of environments like 'stage-*'; can be repeated.")
  private List<String> environments = new ArrayList<>();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "Only clusters with this label; if repeated, with all of them.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = {
        "Only shard I of N, counted from 0: complete environments, by a hash of their names.",
        "N processes with the same desired state and different I cover all of it."
      })
  private Optional<Shard> shard = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "additive|exclusive",
      completionCandidates = Policies.class,
      description = "Policy of all selected clusters; overrides the desired state.")
  private Optional<Policy> policy = Optional.empty();

  private static final int MAX_NAMES_IN_MESSAGE = 10;

  private Shard defaultShard = Shard.ALL;

  /** Values of {@code --policy}. */
  static final class Policies extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Policies() {
      super(Converters.labels(Policy.class));
    }
  }

  /**
   * The selected part of a desired state.
   *
   * @param fleet the shard, with the selected clusters and the problems that concern them
   * @param state the selected clusters
   * @param known all environments of the desired state
   * @param whole everything that was loaded, also what is not selected
   */
  public record Selected(
      DesiredFleet fleet, DesiredState state, List<Environment> known, LoadedState whole) {

    /** Returns the same desired state with only some of the selected clusters. */
    public Selected only(List<DesiredCluster> clusters) {
      return new Selected(
          fleet.only(clusters.stream().map(DesiredCluster::name).toList()),
          DesiredState.builder().from(state).clusters(clusters).build(),
          known,
          whole);
    }

    /**
     * Returns the stages of the whole desired state with their clusters.
     *
     * @throws InvalidInputException if a stage selects nothing
     */
    public Rollout rollout(List<Stage> stages) {
      try {
        return Rollout.of(stages, whole);
      } catch (ConfigValidationException e) {
        throw new InvalidInputException(
            e.violations().stream()
                .map(it -> it.path().replace("stages/", "stage ") + ": " + it.message())
                .toList());
      }
    }
  }

  boolean isGiven() {
    return !clusters.isEmpty()
        || !environments.isEmpty()
        || !labels.isEmpty()
        || shard.isPresent()
        || policy.isPresent();
  }

  boolean selectsPart(OperatorConfiguration configuration) {
    return !clusters.isEmpty()
        || !environments.isEmpty()
        || !labels.isEmpty()
        || shard.isPresent()
        || !configuration.clusters().isEmpty()
        || !configuration.onlyEnvironments().isEmpty();
  }

  /**
   * Checks the options that can be checked without a desired state.
   *
   * @throws InvalidInputException if an option is invalid
   */
  void validate() {
    requiredLabels();
  }

  /** Returns whether an option names the shard. */
  public boolean hasShard() {
    return shard.isPresent();
  }

  /** Sets the shard to select if no option names one. */
  public void setDefaultShard(Shard other) {
    defaultShard = other;
  }

  /**
   * Returns the selected part of a loaded desired state.
   *
   * @throws InvalidInputException if an option names something that is not in it
   */
  Selected of(LoadedState loaded, OperatorConfiguration configuration) {
    DesiredState state = loaded.state();
    List<String> clusterNames = clusters.isEmpty() ? configuration.clusters() : clusters;
    List<String> environmentNames =
        environments.isEmpty() ? configuration.onlyEnvironments() : environments;
    requireKnown(
        "--cluster",
        clusterNames,
        state.clusters().stream().map(cluster -> cluster.name().value()).toList());
    requireKnown(
        "--environment",
        environmentNames,
        state.environments().stream().map(environment -> environment.name().value()).toList());
    DesiredState part =
        shard
            .orElse(defaultShard)
            .of(environmentsOf(state, environmentNames, policy.or(configuration::policy)));
    LoadedState whole =
        new LoadedState(
            environmentsOf(state, List.of(), policy.or(configuration::policy)),
            loaded.problems(),
            loaded.warnings(),
            loaded.revision(),
            loaded.labels());
    Map<String, String> required = requiredLabels();
    if (clusterNames.isEmpty() && required.isEmpty()) {
      return new Selected(fleet(part, loaded), part, state.environments(), whole);
    }
    requireAny(loaded, required);
    List<DesiredCluster> selected =
        part.clusters().stream()
            .filter(cluster -> isSelected(cluster.name().value(), clusterNames))
            .filter(cluster -> hasLabels(loaded.labels().get(cluster.name()), required))
            .toList();
    return new Selected(fleet(part, loaded), part, state.environments(), whole).only(selected);
  }

  /** A problem of a cluster in another shard is reported there. */
  private static DesiredFleet fleet(DesiredState part, LoadedState loaded) {
    Set<ClusterName> elsewhere = new HashSet<>();
    loaded.state().clusters().forEach(cluster -> elsewhere.add(cluster.name()));
    part.clusters().forEach(cluster -> elsewhere.remove(cluster.name()));
    return DesiredFleet.from(
        new LoadedState(
            part,
            loaded.problems().stream()
                .filter(problem -> problem.cluster().filter(elsewhere::contains).isEmpty())
                .toList()));
  }

  private static DesiredState environmentsOf(
      DesiredState state, List<String> names, Optional<Policy> policy) {
    return DesiredState.builder()
        .addAllEnvironments(
            state.environments().stream()
                .filter(environment -> isSelected(environment.name().value(), names))
                .toList())
        .addAllClusters(
            state.clusters().stream()
                .filter(cluster -> isSelected(cluster.environment().name().value(), names))
                .map(cluster -> withPolicy(cluster, policy))
                .toList())
        .build();
  }

  private static DesiredCluster withPolicy(DesiredCluster cluster, Optional<Policy> policy) {
    return policy
        .map(it -> DesiredCluster.builder().from(cluster).policy(it).build())
        .orElse(cluster);
  }

  private static boolean isSelected(String name, List<String> names) {
    return names.isEmpty() || names.stream().anyMatch(it -> new NamePattern(it).matches(name));
  }

  private void requireAny(LoadedState loaded, Map<String, String> required) {
    if (!required.isEmpty()
        && loaded.labels().values().stream().noneMatch(it -> hasLabels(it, required))) {
      throw new InvalidInputException(
          "no cluster has the label"
              + (required.size() == 1 ? " " : "s ")
              + String.join(", ", labels));
    }
  }

  private Map<String, String> requiredLabels() {
    Map<String, String> required = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--label " + Quoted.of(label) + "; expected KEY=VALUE, for example team=app-sre");
      }
      String key = label.substring(0, equals);
      String value = label.substring(equals + 1);
      if (!required.getOrDefault(key, value).equals(value)) {
        throw new InvalidInputException(
            "--label: two values of " + Quoted.of(key) + "; a cluster has only one");
      }
      required.put(key, value);
    }
    return required;
  }

  private static boolean hasLabels(
      @Nullable Map<String, String> labels, Map<String, String> required) {
    return required.isEmpty()
        || (labels != null && labels.entrySet().containsAll(required.entrySet()));
  }

  private static void requireKnown(String option, List<String> names, List<String> known) {
    List<String> unknown =
        names.stream()
            .filter(name -> known.stream().noneMatch(new NamePattern(name)::matches))
            .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          unknown.stream()
              .map(name -> option + " " + Quoted.of(name) + hint(name, known))
              .toList());
    }
  }

  private static String hint(String name, List<String> known) {
    boolean isPattern = new NamePattern(name).isPattern();
    String what = isPattern ? " matches nothing in" : " is not in";
    List<String> closest =
        isPattern || known.size() <= MAX_NAMES_IN_MESSAGE
            ? List.of()
            : Spelling.closest(name, known);
    if (!closest.isEmpty()) {
      return what + " the desired state; did you mean " + String.join(" or ", closest) + "?";
    }
    String first =
        String.join(", ", known.subList(0, Math.min(MAX_NAMES_IN_MESSAGE, known.size())));
    int more = known.size() - MAX_NAMES_IN_MESSAGE;
    return what
        + " the desired state; known are "
        + (known.isEmpty() ? "none" : first)
        + (more > 0 ? " and " + more + " more" : "");
  }
}

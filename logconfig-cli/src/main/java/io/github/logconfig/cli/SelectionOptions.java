package io.github.logconfig.cli;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Shard;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Which part of the desired state is meant. */
final class SelectionOptions {

  private static final Pattern SHARE = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  private final OptionValue<List<String>> clusters =
      OptionValue.texts("--cluster", "NAME", "Only this cluster; may be repeated.");

  private final OptionValue<List<String>> environments =
      OptionValue.texts(
          "--environment", "NAME", "Only clusters of this environment; may be repeated.");

  private final OptionValue<List<String>> labels =
      OptionValue.texts(
          "--label",
          "KEY=VALUE",
          "Only clusters with this label; may be repeated, and then all count.");

  private final OptionValue<Optional<String>> shard =
      OptionValue.text(
          "--shard",
          "I/N",
          "Only the I-th of N shares, counted from 0: whole environments, by a hash of their"
              + " names.",
          "N processes with the same desired state and different I do all of it, each its own"
              + " part.");

  private final OptionValue<Optional<String>> policy =
      OptionValue.text(
          "--policy",
          "additive|exclusive",
          "Policy of all selected clusters, whatever the desired state says.");

  private Shard otherwise = Shard.ALL;

  void addTo(CommandSpec command) {
    clusters.addTo(command);
    environments.addTo(command);
    labels.addTo(command);
    shard.addTo(command);
    policy.addTo(command);
  }

  boolean isGiven() {
    return !clusters.value().isEmpty()
        || !environments.value().isEmpty()
        || !labels.value().isEmpty()
        || shard.value().isPresent()
        || policy.value().isPresent();
  }

  /**
   * Checks what can be checked without the desired state.
   *
   * @throws InvalidInputException if an option makes no sense, whatever the desired state is
   */
  void requireSense() {
    policy();
    wantedLabels();
    share();
  }

  boolean hasShard() {
    return shard.value().isPresent();
  }

  /** Sets the share that is meant where no option names one. */
  void shardUnlessGiven(Shard share) {
    otherwise = share;
  }

  /**
   * What is meant of what was loaded.
   *
   * @param fleet all of the share of the work that is meant; which clusters of it, and whether it
   *     is all of them, so that rules that nobody wants any more can be told
   * @param state the clusters that are meant
   * @param known all environments that there are
   */
  record Selected(DesiredFleet fleet, DesiredState state, List<Environment> known) {}

  /**
   * The selected part of what was loaded.
   *
   * @throws InvalidInputException if the selection names what is not there
   */
  Selected of(LoadedState loaded, OperatorConfiguration configuration) {
    DesiredState state = loaded.state();
    List<String> clusterNames =
        clusters.value().isEmpty() ? configuration.clusters() : clusters.value();
    List<String> environmentNames =
        environments.value().isEmpty() ? configuration.onlyEnvironments() : environments.value();
    Optional<Policy> chosen = policy().or(configuration::policy);
    requireKnown(
        "--cluster",
        clusterNames,
        state.clusters().stream().map(cluster -> cluster.name().value()).toList());
    requireKnown(
        "--environment",
        environmentNames,
        state.environments().stream().map(environment -> environment.name().value()).toList());
    DesiredState share = share().of(environmentsOf(state, environmentNames, chosen));
    Map<String, String> wanted = wantedLabels();
    if (clusterNames.isEmpty() && wanted.isEmpty()) {
      return new Selected(fleet(share, loaded), share, state.environments());
    }
    requireAny(loaded, wanted);
    List<DesiredCluster> selected =
        share.clusters().stream()
            .filter(cluster -> isSelected(cluster.name().value(), clusterNames))
            .filter(cluster -> hasLabels(loaded.labels().get(cluster.name()), wanted))
            .toList();
    return new Selected(
        fleet(share, loaded).only(selected.stream().map(DesiredCluster::name).toList()),
        DesiredState.builder().from(share).clusters(selected).build(),
        state.environments());
  }

  /** A problem of a cluster that is present, but in another share, is reported there. */
  private static DesiredFleet fleet(DesiredState share, LoadedState loaded) {
    Set<ClusterName> elsewhere = new HashSet<>();
    loaded.state().clusters().forEach(cluster -> elsewhere.add(cluster.name()));
    share.clusters().forEach(cluster -> elsewhere.remove(cluster.name()));
    return DesiredFleet.from(
        new LoadedState(
            share,
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
                .map(
                    cluster ->
                        policy
                            .map(it -> DesiredCluster.builder().from(cluster).policy(it).build())
                            .orElse(cluster))
                .toList())
        .build();
  }

  private static boolean isSelected(String name, List<String> names) {
    return names.isEmpty() || names.contains(name);
  }

  private void requireAny(LoadedState loaded, Map<String, String> wanted) {
    if (!wanted.isEmpty()
        && loaded.labels().values().stream().noneMatch(labels -> hasLabels(labels, wanted))) {
      throw new InvalidInputException(
          "no cluster has the label"
              + (wanted.size() == 1 ? " " : "s ")
              + String.join(", ", labels.value()));
    }
  }

  private Map<String, String> wantedLabels() {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String label : labels.value()) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--label " + Quoted.of(label) + " is not KEY=VALUE, such as team=app-sre");
      }
      String key = label.substring(0, equals);
      String value = label.substring(equals + 1);
      if (!wanted.getOrDefault(key, value).equals(value)) {
        throw new InvalidInputException(
            "--label asks for two values of " + Quoted.of(key) + ", and a cluster has one");
      }
      wanted.put(key, value);
    }
    return wanted;
  }

  private static boolean hasLabels(
      @Nullable Map<String, String> labels, Map<String, String> wanted) {
    return wanted.isEmpty() || (labels != null && labels.entrySet().containsAll(wanted.entrySet()));
  }

  private Shard share() {
    if (shard.value().isEmpty()) {
      return otherwise;
    }
    String given = shard.value().get();
    Matcher parts = SHARE.matcher(given);
    try {
      if (parts.matches()) {
        return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--shard " + Quoted.of(given) + ": " + e.getMessage());
    }
    throw new InvalidInputException(
        "--shard " + Quoted.of(given) + " is not I/N, such as 0/4 for the first of four");
  }

  private Optional<Policy> policy() {
    if (policy.value().isEmpty()) {
      return Optional.empty();
    }
    String given = policy.value().get();
    try {
      return Optional.of(Policy.parse(given));
    } catch (InvalidValueException e) {
      throw new InvalidInputException(
          "--policy " + Quoted.of(given) + " is not additive or exclusive");
    }
  }

  private static void requireKnown(String option, List<String> asked, List<String> known) {
    List<String> unknown = asked.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          unknown.stream()
              .map(
                  name ->
                      option
                          + " "
                          + Quoted.of(name)
                          + " is not in the desired state; known are "
                          + (known.isEmpty() ? "none" : String.join(", ", known)))
              .toList());
    }
  }
}

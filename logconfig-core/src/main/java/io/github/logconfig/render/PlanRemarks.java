package io.github.logconfig.render;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reviewer has to know besides the plans. All texts are shown on one line.
 *
 * @param failures why clusters have no plan
 * @param environments what is wrong with environments without clusters
 * @param withheld why changes of planned clusters are not made
 * @param problems what is wrong with the desired state
 * @param orphans descriptions of managed rules without a desired cluster
 * @param stages the stages of a staged rollout, in their order; shown on the page only
 * @param origin who made the output from what, for example {@code logconfig 0.1.0}
 * @since 0.1.0
 */
public record PlanRemarks(
    Map<ClusterName, String> failures,
    Map<EnvironmentName, String> environments,
    Map<ClusterName, String> withheld,
    List<Problem> problems,
    List<String> orphans,
    List<Stage> stages,
    String origin) {

  /**
   * A stage of a staged rollout.
   *
   * @param name its name
   * @param state its state in a word, such as {@code done}
   * @param description the state in a few words
   * @since 0.1.0
   */
  public record Stage(String name, String state, String description) {}

  /** Nothing besides the plans. */
  public static final PlanRemarks NONE =
      new PlanRemarks(Map.of(), Map.of(), Map.of(), List.of(), List.of(), "logconfig");

  /** Creates remarks without stages. */
  public PlanRemarks(
      Map<ClusterName, String> failures,
      Map<EnvironmentName, String> environments,
      Map<ClusterName, String> withheld,
      List<Problem> problems,
      List<String> orphans,
      String origin) {
    this(failures, environments, withheld, problems, orphans, List.of(), origin);
  }

  /** Copies the collections. */
  public PlanRemarks {
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    withheld = Collections.unmodifiableMap(new LinkedHashMap<>(withheld));
    problems = List.copyOf(problems);
    orphans = List.copyOf(orphans);
    stages = List.copyOf(stages);
  }
}

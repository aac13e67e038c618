package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.reconcile.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one stage, and why.
 *
 * @param stage the name of the stage
 * @param state its state
 * @param clusters its clusters, in the order of the desired state
 * @param changing how many of them have changes
 * @param soak the soak time of the stage
 * @param until when the state ends by itself; empty unless the stage soaks or is verified
 * @param reason why the stage is not done; if it is, what was found about its logs, or empty
 * @param failure why the stage failed; empty if it did not
 * @since 0.1.0
 */
public record StageStatus(
    String stage,
    StageState state,
    List<ClusterName> clusters,
    int changing,
    Duration soak,
    Optional<Instant> until,
    String reason,
    Optional<Failure> failure) {

  /** Copies the clusters. */
  public StageStatus {
    clusters = List.copyOf(clusters);
  }

  /**
   * Returns the status as a tree of plain values for JSON: {@code stage}, {@code state}, {@code
   * clusters}, {@code changing}, {@code soakSeconds}, and as far as known {@code reason}, {@code
   * until}, {@code error} and {@code failure}.
   */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("stage", stage);
    tree.put("state", state.label());
    tree.put("clusters", clusters.stream().map(ClusterName::value).toList());
    tree.put("changing", changing);
    tree.put("soakSeconds", soak.toMillis() / 1_000.0);
    if (!reason.isEmpty()) {
      tree.put("reason", reason);
    }
    until.ifPresent(it -> tree.put("until", it.toString()));
    failure.ifPresent(
        it -> {
          tree.put("error", it.message());
          tree.put("failure", it.toTree());
        });
    return tree;
  }
}

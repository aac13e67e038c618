package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides from what was observed which stages are done, and which one may be applied now.
 *
 * <p>Pure: no input or output, no clock, no memory. So a rollout that was interrupted continues
 * where it was: the same observation gives the same decision.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class StageDecision {

  private static final int MAX_NAMES = 3;
  private static final String TOO_EARLY = "its logs cannot be judged yet";

  private StageDecision() {}

  /**
   * What is known about a stage.
   *
   * @param clusters the observed clusters of the stage
   * @param unobserved the number of clusters that later stages depend on, and that were not
   *     observed
   * @param settling how long after a modification logs can be judged
   * @param arrival what was found about the logs; empty if it was not checked
   */
  public record Facts(
      Stage stage,
      List<Cluster> clusters,
      int unobserved,
      Duration settling,
      Optional<Arrival> arrival) {

    /** Copies the clusters. */
    public Facts {
      clusters = List.copyOf(clusters);
    }
  }

  /**
   * What is known about a cluster.
   *
   * @param selected whether this run may change it
   * @param changes whether its plan has steps
   * @param failure why it is not as desired whatever this run does; empty if that is not known
   * @param modified when its managed rules were modified last; empty if it has none
   * @param undated whether it has managed rules of which the service does not return that time
   */
  public record Cluster(
      ClusterName name,
      boolean selected,
      boolean changes,
      Optional<Failure> failure,
      Optional<Instant> modified,
      boolean undated) {

    /** Returns whether this run may change the cluster now. */
    boolean canChange() {
      return selected && changes && failure.isEmpty();
    }
  }

  /**
   * What was found about the logs of a stage.
   *
   * @param missing the number of namespaces whose logs are missing
   * @param leaks the number of namespaces whose logs should have stopped and still arrive
   * @param unknown the number of namespaces of which it is not known
   * @param silent the number of namespaces without records and without a known workload
   * @param tooEarly whether it is too early to know it of some
   * @param namespaces the namespaces that these numbers count, in the order of the numbers
   */
  public record Arrival(
      int missing, int leaks, int unknown, int silent, boolean tooEarly, List<String> namespaces) {

    /** Copies the names. */
    public Arrival {
      namespaces = List.copyOf(namespaces);
    }
  }

  /** Returns the state of each stage, in the same order. */
  public static List<StageStatus> decide(List<Facts> stages, Instant now) {
    List<StageStatus> statuses = new ArrayList<>();
    Optional<String> blocking = Optional.empty();
    for (Facts facts : stages) {
      StageStatus status = status(facts, blocking, now);
      statuses.add(status);
      if (blocking.isEmpty() && status.state() != StageState.DONE) {
        blocking = Optional.of(status.stage());
      }
    }
    return statuses;
  }

  private static StageStatus status(Facts facts, Optional<String> blocking, Instant now) {
    if (blocking.isEmpty() && facts.clusters().stream().anyMatch(Cluster::canChange)) {
      return status(facts, StageState.READY, "may be applied now");
    }
    List<Cluster> failed =
        facts.clusters().stream().filter(cluster -> cluster.failure().isPresent()).toList();
    if (!failed.isEmpty()) {
      return failed(facts, failed);
    }
    if (changing(facts) > 0) {
      return status(
          facts,
          StageState.WAITING,
          blocking
              .map(stage -> "waits for stage " + stage)
              .orElse("waits for clusters that this run does not select"));
    }
    return facts.unobserved() > 0
        ? status(
            facts,
            StageState.UNKNOWN,
            "has "
                + facts.unobserved()
                + (facts.unobserved() == 1 ? " cluster" : " clusters")
                + " that this run does not select")
        : settling(facts, now);
  }

  private static StageStatus settling(Facts facts, Instant now) {
    Stage stage = facts.stage();
    if (!stage.soak().isZero()) {
      Optional<Cluster> undated = facts.clusters().stream().filter(Cluster::undated).findFirst();
      if (undated.isPresent()) {
        return failed(
            facts,
            "the environment does not return when the rules of cluster "
                + undated.get().name()
                + " were modified, so the soak time cannot be determined; remove the soak time");
      }
      Optional<Instant> end = last(facts).map(it -> it.plus(stage.soak()));
      if (end.filter(it -> it.isAfter(now)).isPresent()) {
        return waiting(facts, StageState.SOAKING, "soaks", end);
      }
    }
    return stage
        .arrival()
        .map(limit -> arriving(facts, limit, now))
        .orElseGet(() -> status(facts, StageState.DONE, ""));
  }

  /** Returns when a managed rule of the stage was modified last. */
  private static Optional<Instant> last(Facts facts) {
    return facts.clusters().stream()
        .flatMap(cluster -> cluster.modified().stream())
        .max(Comparator.naturalOrder());
  }

  private static StageStatus arriving(Facts facts, ArrivalLimit limit, Instant now) {
    if (facts.arrival().isEmpty()) {
      Optional<Instant> settled =
          last(facts).map(it -> it.plus(facts.settling())).filter(it -> it.isAfter(now));
      return settled.isPresent()
          ? waiting(facts, StageState.VERIFYING, TOO_EARLY, settled)
          : status(facts, StageState.VERIFYING, "it has not been checked whether its logs arrive");
    }
    Arrival arrival = facts.arrival().get();
    if (limit.allows(arrival)) {
      return status(facts, StageState.DONE, allowed(arrival));
    }
    int listed = 0;
    if (arrival.missing() > limit.missing()) {
      return failed(
          facts, exceeded("missing", arrival.missing(), limit.missing(), arrival, listed));
    }
    listed += arrival.missing();
    if (arrival.leaks() > limit.leaks()) {
      return failed(
          facts, exceeded("still arriving", arrival.leaks(), limit.leaks(), arrival, listed));
    }
    listed += arrival.leaks();
    if (arrival.tooEarly()) {
      return waiting(
          facts, StageState.VERIFYING, TOO_EARLY, Optional.of(now.plus(facts.settling())));
    }
    return arrival.unknown() > limit.unknown()
        ? failed(facts, exceeded("unknown", arrival.unknown(), limit.unknown(), arrival, listed))
        : failed(
            facts,
            exceeded(
                "silent", arrival.silent(), limit.silent(), arrival, listed + arrival.unknown()));
  }

  /** Returns for example {@code within its limits on arrival: 1 unknown, 3 silent}. */
  private static String allowed(Arrival arrival) {
    String counts =
        Stream.of(
                count(arrival.missing(), "missing"),
                count(arrival.leaks(), "still arriving"),
                count(arrival.unknown(), "unknown"),
                count(arrival.silent(), "silent"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "its logs arrive" : "within its limits on arrival: " + counts;
  }

  private static String count(int namespaces, String what) {
    return namespaces == 0 ? "" : namespaces + " " + what;
  }

  /**
   * @param before how many namespaces with other verdicts are listed before
   */
  private static String exceeded(String what, int count, int limit, Arrival arrival, int before) {
    List<String> names = arrival.namespaces().stream().skip(before).limit(count).toList();
    int shown = Math.min(MAX_NAMES, names.size());
    return "logs of "
        + count
        + (count == 1 ? " namespace are " : " namespaces are ")
        + what
        + "; the limit is "
        + limit
        + (names.isEmpty() ? "" : ": " + String.join(", ", names.subList(0, shown)))
        + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
  }

  private static int changing(Facts facts) {
    return (int) facts.clusters().stream().filter(Cluster::changes).count();
  }

  private static StageStatus status(Facts facts, StageState state, String reason) {
    return status(facts, state, reason, Optional.empty(), Optional.empty());
  }

  private static StageStatus waiting(
      Facts facts, StageState state, String reason, Optional<Instant> until) {
    return status(facts, state, reason, until, Optional.empty());
  }

  private static StageStatus failed(Facts facts, String message) {
    return status(
        facts,
        StageState.FAILED,
        message,
        Optional.empty(),
        Optional.of(new Failure(FailureKind.OTHER, message)));
  }

  /** The first failure stands for the stage. */
  private static StageStatus failed(Facts facts, List<Cluster> failed) {
    Cluster first = failed.get(0);
    return status(
        facts,
        StageState.FAILED,
        failed.size()
            + " of "
            + facts.clusters().size()
            + (facts.clusters().size() == 1 ? " cluster is" : " clusters are")
            + " not as desired: cluster "
            + first.name()
            + ": "
            + first.failure().map(Failure::message).orElse(""),
        Optional.empty(),
        first.failure());
  }

  private static StageStatus status(
      Facts facts,
      StageState state,
      String reason,
      Optional<Instant> until,
      Optional<Failure> failure) {
    return new StageStatus(
        facts.stage().name(),
        state,
        facts.clusters().stream().map(Cluster::name).toList(),
        changing(facts),
        facts.stage().soak(),
        until,
        reason,
        failure);
  }
}

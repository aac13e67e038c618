package io.github.logconfig.plan;

/**
 * Why the impact limit refuses a run.
 *
 * @param what the cluster or the fleet
 * @param stopping how many namespaces would stop
 * @param ingestedNow how many namespaces are ingested now
 * @param reason which part of the limit is exceeded
 * @param limit the limit
 * @since 0.1.0
 */
public record ImpactRefusal(
    String what, int stopping, int ingestedNow, Reason reason, ImpactLimit limit) {

  /** Which part of the limit is exceeded. */
  public enum Reason {
    /** More namespaces would stop than the limit allows. */
    TOO_MANY,
    /** Everything in a cluster would stop. */
    EMPTIES_CLUSTER,
    /** Namespaces would stop, or may stop, that no desired state and no managed rule names. */
    OTHERS_STOP
  }

  /** Returns the reason as a sentence. */
  public String message() {
    String counted =
        stopping
            + " of "
            + ingestedNow
            + " namespaces of "
            + what
            + " would stop or lose their rule";
    return switch (reason) {
      case TOO_MANY -> counted + "; the limit is " + limit;
      case EMPTIES_CLUSTER -> counted + ", which leaves none";
      case OTHERS_STOP ->
          "namespaces of "
              + what
              + " that are not desired and that no managed rule covers would"
              + " stop, or may stop";
    };
  }
}

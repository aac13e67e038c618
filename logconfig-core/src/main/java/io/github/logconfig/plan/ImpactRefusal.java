package io.github.logconfig.plan;

/**
 * Why something must not be carried out: too many namespaces would stop being ingested.
 *
 * @param what what would be carried out, for example {@code cluster prod-1} or {@code the fleet}
 * @param stopping how many namespaces would stop
 * @param ingestedNow how many are ingested through our rules now
 * @param limit the limit that is exceeded
 * @since 0.1.0
 */
public record ImpactRefusal(String what, int stopping, int ingestedNow, ImpactLimit limit) {

  /**
   * The reason in one clause.
   *
   * @return a text for people
   */
  public String message() {
    return stopping
        + " of "
        + ingestedNow
        + " namespaces of "
        + what
        + " would stop being ingested; the limit is "
        + limit;
  }
}

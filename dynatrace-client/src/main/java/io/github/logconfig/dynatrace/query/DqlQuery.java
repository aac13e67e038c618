package io.github.logconfig.dynatrace.query;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A query, and how much it may cost.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface DqlQuery {

  /** The longest accepted query text, in characters. The service documents no limit. */
  int MAX_LENGTH = 2_000_000;

  /** The most records that a result may have. */
  long MAX_RECORDS = 1_000_000;

  /**
   * Returns the query.
   *
   * @return DQL; must not set {@code scanLimitGBytes}, which {@link #scanLimitGiB} does
   */
  String text();

  /**
   * Returns how much data each {@code fetch} of the query may scan. The service stops reading at
   * the limit, reports that in a notification, and returns an incomplete result.
   *
   * @return 1 to 1,000,000 GiB
   */
  int scanLimitGiB();

  /**
   * Returns the start of the time range of the data.
   *
   * @return the time; the service decides if it is empty and the query names none
   */
  Optional<Instant> start();

  /**
   * Returns the end of the time range of the data.
   *
   * @return the time; the service decides if it is empty and the query names none
   */
  Optional<Instant> end();

  /**
   * Returns the most records of the result. Further records are left out silently, so end the query
   * with a {@code limit} that is lower.
   *
   * @return 1 to {@value #MAX_RECORDS}, 100,000 by default
   */
  @Value.Default
  default long maxRecords() {
    return 100_000;
  }

  /**
   * Returns how long the query may take, from its start to its result.
   *
   * @return at least a second and at most an hour, 5 minutes by default
   */
  @Value.Default
  default Duration timeout() {
    return Duration.ofMinutes(5);
  }

  private void check() {
    if (text().isBlank() || text().length() > MAX_LENGTH) {
      throw new InvalidArgumentException(
          "query", text(), "DQL of at most " + MAX_LENGTH + " characters");
    }
    if (text().toLowerCase(Locale.ROOT).contains("scanlimitgbytes")) {
      throw new InvalidArgumentException("query", text(), "DQL without scanLimitGBytes");
    }
    if (scanLimitGiB() < 1 || scanLimitGiB() > 1_000_000) {
      throw new InvalidArgumentException(
          "scan limit in GiB", Integer.toString(scanLimitGiB()), "1 to 1000000");
    }
    if (maxRecords() < 1 || maxRecords() > MAX_RECORDS) {
      throw new InvalidArgumentException(
          "number of records", Long.toString(maxRecords()), "1 to " + MAX_RECORDS);
    }
    if (timeout().compareTo(Duration.ofSeconds(1)) < 0
        || timeout().compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidArgumentException(
          "timeout of the query", timeout().toString(), "1 second to 1 hour");
    }
  }

  /**
   * Starts a new query; {@code text} and {@code scanLimitGiB} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds queries. Not thread-safe. */
  final class Builder extends ImmutableDqlQuery.Builder {
    Builder() {}

    /**
     * Returns the query.
     *
     * @return the query
     * @throws InvalidArgumentException if the text is blank, too long or sets a scan limit, or if a
     *     number is out of bounds
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public DqlQuery build() {
      DqlQuery query = super.build();
      query.check();
      return query;
    }
  }
}

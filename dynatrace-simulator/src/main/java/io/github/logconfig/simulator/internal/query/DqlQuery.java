package io.github.logconfig.simulator.internal.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was parsed: {@code fetch logs}, conditions, and one summary; or {@code timeseries}
 * of a metric.
 *
 * @param metric the metric to read; empty to read logs
 * @param from start of the time frame in milliseconds since 1970; empty for the default
 * @param to its end, exclusive; empty for the default
 * @param scanLimitGigabytes empty for the default, -1 for none
 * @param samplingRatio empty for the default
 * @param buckets the buckets to read; empty for all
 * @param filters all of them have to hold
 * @param limit the most records of the result; empty for no limit
 */
record DqlQuery(
    Optional<Metric> metric,
    OptionalLong from,
    OptionalLong to,
    OptionalLong scanLimitGigabytes,
    OptionalLong samplingRatio,
    List<String> buckets,
    List<Condition> filters,
    List<Aggregate> aggregates,
    List<Group> groups,
    OptionalLong limit) {

  /** A metric whose values are summed up by intervals in milliseconds. */
  record Metric(String name, String key, long interval) {}

  /** A function over the records of a group: {@code count}, {@code min} or {@code max}. */
  record Aggregate(String name, String function) {}

  /** A field whose values divide the records into groups. */
  record Group(String name, String field) {}

  /** A condition on the fields of a record; null if it cannot be decided, as in DQL. */
  sealed interface Condition {

    @Nullable Boolean holds(Map<String, String> fields);

    /** Both sides hold. */
    record And(Condition left, Condition right) implements Condition {
      @Override
      public @Nullable Boolean holds(Map<String, String> fields) {
        Boolean one = left.holds(fields);
        Boolean other = right.holds(fields);
        if (Boolean.FALSE.equals(one) || Boolean.FALSE.equals(other)) {
          return false;
        }
        return (one == null || other == null) ? null : Boolean.TRUE;
      }
    }

    /** One of the sides holds. */
    record Or(Condition left, Condition right) implements Condition {
      @Override
      public @Nullable Boolean holds(Map<String, String> fields) {
        Boolean one = left.holds(fields);
        Boolean other = right.holds(fields);
        if (Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other)) {
          return true;
        }
        return (one == null || other == null) ? null : Boolean.FALSE;
      }
    }

    /** The condition does not hold. */
    record Not(Condition condition) implements Condition {
      @Override
      public @Nullable Boolean holds(Map<String, String> fields) {
        Boolean inner = condition.holds(fields);
        return inner == null ? null : !inner;
      }
    }

    /** The field has one of the values. */
    record In(String field, Set<String> values) implements Condition {
      @Override
      public @Nullable Boolean holds(Map<String, String> fields) {
        String value = fields.get(field);
        return value == null ? null : (Boolean) values.contains(value);
      }
    }

    /** The field has no value. */
    record IsNull(String field) implements Condition {
      @Override
      public @Nullable Boolean holds(Map<String, String> fields) {
        return !fields.containsKey(field);
      }
    }
  }
}

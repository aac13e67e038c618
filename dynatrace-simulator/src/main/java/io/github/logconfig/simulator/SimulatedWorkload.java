package io.github.logconfig.simulator;

import io.github.logconfig.simulator.internal.agents.RecordAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of one namespace on one host that write the same kind of log records at a constant rate.
 *
 * <p>The agent of the host evaluates the log rules of the host, its Kubernetes cluster, its host
 * group and the environment for these records, and ships them or not. Several workloads can have
 * the same namespace, for example one for each log level.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param host the host, which knows its host group and its Kubernetes cluster. If the environment
 *     has an entity of this id, that entity is used
 * @param attributes values of the attributes that log rules can match, with the namespace. An
 *     attribute such as {@code k8s.pod.label} can have several values; an attribute that is not
 *     listed has none
 * @param pods the number of pods; 0 for a namespace without pods
 * @param recordsPerMinute how many records each pod writes per minute, from 0 to 60,000
 * @param bytesPerRecord the size of a record, for the bytes that queries scan
 * @param bucket the bucket that keeps the records
 * @param from when the pods start to write; empty if they always did
 * @param until when the pods stop writing; empty if they do not
 * @param ruleDelay how long a changed rule takes to reach the agent
 * @param shippingDelay how long a record takes from the pod to the bucket
 * @param hidden whether record-level permissions hide the records from queries
 * @param dropped whether a pipeline drops the records before they reach the bucket
 * @param clusterAttributes which attributes of a record name its Kubernetes cluster
 * @since 0.1.0
 */
public record SimulatedWorkload(
    SimulatedEntity host,
    Map<String, List<String>> attributes,
    int pods,
    double recordsPerMinute,
    int bytesPerRecord,
    String bucket,
    Optional<Instant> from,
    Optional<Instant> until,
    Duration ruleDelay,
    Duration shippingDelay,
    boolean hidden,
    boolean dropped,
    ClusterAttributes clusterAttributes) {

  /** Name of the bucket that keeps log records by default. */
  public static final String DEFAULT_BUCKET = "default_logs";

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);
  private static final int MOST_PODS = 100_000;
  private static final int MOST_RECORDS = 60_000;
  private static final int LARGEST_RECORD = 10_000_000;

  /** Which attributes of a record name its Kubernetes cluster. */
  public enum ClusterAttributes {
    /** {@code k8s.cluster.uid} and {@code k8s.cluster.name}. */
    CURRENT,
    /** {@code dt.kubernetes.cluster.id} and {@code dt.kubernetes.cluster.name}. */
    LEGACY,
    /** None. */
    NONE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the host is not a host, an attribute is unknown, or a
   *     number or delay is out of bounds
   */
  public SimulatedWorkload {
    if (!host.type().equals("HOST")) {
      throw new IllegalArgumentException("host " + host + " is not of the type HOST");
    }
    attributes = RecordAttributes.checked(attributes);
    requireWithin("pods", pods, MOST_PODS);
    requireWithin("recordsPerMinute", recordsPerMinute, MOST_RECORDS);
    requireWithin("bytesPerRecord", bytesPerRecord, LARGEST_RECORD);
    requireDelay("ruleDelay", ruleDelay);
    requireDelay("shippingDelay", shippingDelay);
    if (bucket.isBlank()) {
      throw new IllegalArgumentException("the name of the bucket is empty");
    }
  }

  /**
   * Returns a builder of a workload with one pod that writes one record of 500 bytes per second.
   *
   * @param namespace the namespace of the pods
   * @param host the host that they run on
   */
  public static Builder builder(String namespace, SimulatedEntity host) {
    return new Builder(namespace, host);
  }

  /** Returns the namespace of the pods. */
  public String namespace() {
    return attributes.getOrDefault(RecordAttributes.NAMESPACE, List.of()).get(0);
  }

  private static void requireWithin(String what, double value, int most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(what + " " + value + " is not from 0 to " + most);
    }
  }

  private static void requireDelay(String what, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(what + " " + delay + " is not from 0 to 1 day");
    }
  }

  /** Describes a workload. Not thread-safe. */
  public static final class Builder {

    private final SimulatedEntity host;
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();
    private int pods = 1;
    private double recordsPerMinute = 60;
    private int bytesPerRecord = 500;
    private String bucket = DEFAULT_BUCKET;
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private Duration ruleDelay = Duration.ofSeconds(90);
    private Duration shippingDelay = Duration.ofSeconds(30);
    private boolean hidden;
    private boolean dropped;
    private ClusterAttributes clusterAttributes = ClusterAttributes.CURRENT;

    private Builder(String namespace, SimulatedEntity host) {
      this.host = host;
      attribute("log.source", "Container Output");
      attribute(RecordAttributes.NAMESPACE, namespace);
    }

    /**
     * Sets the values of an attribute of the records, in place of those set before.
     *
     * @param name an attribute that log rules can match, for example {@code loglevel}
     * @param values its values; none to leave it out
     */
    public Builder attribute(String name, String... values) {
      if (values.length == 0) {
        attributes.remove(name);
      } else {
        attributes.put(name, List.of(values));
      }
      return this;
    }

    /** Sets the number of pods; 1 by default. */
    public Builder pods(int count) {
      pods = count;
      return this;
    }

    /** Sets how many records each pod writes per minute; 60 by default. */
    public Builder recordsPerMinute(double rate) {
      recordsPerMinute = rate;
      return this;
    }

    /** Sets the size of a record; 500 bytes by default. */
    public Builder bytesPerRecord(int bytes) {
      bytesPerRecord = bytes;
      return this;
    }

    /** Sets the bucket; {@value SimulatedWorkload#DEFAULT_BUCKET} by default. */
    public Builder bucket(String name) {
      bucket = name;
      return this;
    }

    /** Sets when the pods start to write; by default they always did. */
    public Builder from(Instant start) {
      from = Optional.of(start);
      return this;
    }

    /** Sets when the pods stop writing; by default they do not. */
    public Builder until(Instant end) {
      until = Optional.of(end);
      return this;
    }

    /** Sets how long a changed rule takes to reach the agent; 90 seconds by default. */
    public Builder ruleDelay(Duration delay) {
      ruleDelay = delay;
      return this;
    }

    /** Sets how long a record takes from the pod to the bucket; 30 seconds by default. */
    public Builder shippingDelay(Duration delay) {
      shippingDelay = delay;
      return this;
    }

    /** Lets record-level permissions hide the records from queries, without any notice. */
    public Builder hidden() {
      hidden = true;
      return this;
    }

    /** Lets a pipeline drop the records before they reach the bucket. */
    public Builder dropped() {
      dropped = true;
      return this;
    }

    /** Sets which attributes name the Kubernetes cluster; the current ones by default. */
    public Builder clusterAttributes(ClusterAttributes names) {
      clusterAttributes = names;
      return this;
    }

    /**
     * Returns the workload.
     *
     * @throws IllegalArgumentException if the host is not a host, an attribute is unknown, or a
     *     number or delay is out of bounds
     */
    public SimulatedWorkload build() {
      return new SimulatedWorkload(
          host,
          attributes,
          pods,
          recordsPerMinute,
          bytesPerRecord,
          bucket,
          from,
          until,
          ruleDelay,
          shippingDelay,
          hidden,
          dropped,
          clusterAttributes);
    }
  }
}

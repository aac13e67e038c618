package io.github.logconfig.simulator.internal.agents;

import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.internal.entities.Entities;
import io.github.logconfig.simulator.internal.entities.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The agents on the hosts of all workloads, and the log records that they ship. Thread-safe. */
public final class Agents {

  private static final long MINUTE = 60_000;

  private final RuleHistory rules;
  private final Supplier<Entities> entities;
  private volatile List<SimulatedWorkload> workloads = List.of();

  /**
   * Records of one workload in a bucket.
   *
   * @param fields the fields that all of them have, by name
   * @param count how many there are; at least one
   * @param first time of the first one, in milliseconds since 1970
   * @param last time of the last one
   */
  public record Shipped(
      SimulatedWorkload workload, Map<String, String> fields, long count, long first, long last) {}

  public Agents(RuleHistory rules, Supplier<Entities> entities) {
    this.rules = rules;
    this.entities = entities;
  }

  public List<SimulatedWorkload> workloads() {
    return workloads;
  }

  public void set(List<SimulatedWorkload> others) {
    workloads = List.copyOf(others);
  }

  /** Returns whether an agent with the rules of a time ships the records of a workload. */
  public boolean ships(SimulatedWorkload workload, long millis) {
    SimulatedEntity host = host(workload);
    return ships(workload, host, scopes(host), millis);
  }

  /**
   * Returns what is in the buckets, including what permissions hide.
   *
   * @param from time of the earliest record
   * @param to end of the time frame, exclusive
   * @param now the present: later records do not exist, and recent ones may not have arrived yet
   * @param sampling 1 for all records, 10 for every tenth of each workload, and so on
   */
  public List<Shipped> shipped(long from, long to, long now, int sampling) {
    List<Shipped> found = new ArrayList<>();
    for (SimulatedWorkload workload : workloads) {
      if (!workload.dropped()) {
        shipped(workload, from, to, now, sampling).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Shipped> shipped(
      SimulatedWorkload workload, long from, long to, long now, int sampling) {
    double rate = workload.pods() * workload.recordsPerMinute() / MINUTE;
    SimulatedEntity host = host(workload);
    long start = Math.max(from, workload.from().map(it -> it.toEpochMilli()).orElse(from));
    long end = Math.min(to, now - workload.shippingDelay().toMillis() + 1);
    end = Math.min(end, workload.until().map(it -> it.toEpochMilli()).orElse(end));
    // an agent ships until its host was seen for the last time
    end = Math.min(end, host.lastSeen().map(it -> it.toEpochMilli()).orElse(end));
    if (rate <= 0 || start >= end) {
      return Optional.empty();
    }
    List<String> scopes = scopes(host);
    long delay = workload.ruleDelay().toMillis();
    TreeSet<Long> bounds = new TreeSet<>();
    rules.changes(scopes, start - delay, end - delay).forEach(time -> bounds.add(time + delay));
    bounds.add(end);
    Ticks ticks = new Ticks(rate, (workload.namespace() + host.entityId()).hashCode(), sampling);
    long count = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long at = start;
    for (long next : bounds) {
      long inBetween = ticks.count(at, next);
      if (inBetween > 0 && ships(workload, host, scopes, at - delay)) {
        count += inBetween;
        first = Math.min(first, ticks.firstFrom(at));
        last = Math.max(last, ticks.lastBefore(next));
      }
      at = next;
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new Shipped(workload, fields(workload, host), count, first, last));
  }

  /** Scope by scope, rule by rule, the first one that matches decides. */
  private boolean ships(
      SimulatedWorkload workload, SimulatedEntity host, List<String> scopes, long millis) {
    boolean windows = host.properties().getOrDefault("osType", "").equals("WINDOWS");
    for (String scope : scopes) {
      for (AgentRule rule : rules.at(scope, millis)) {
        if (rule.decides(workload.attributes(), windows)) {
          return rule.include();
        }
      }
    }
    return false;
  }

  private SimulatedEntity host(SimulatedWorkload workload) {
    return entities.get().find(workload.host().entityId()).orElse(workload.host());
  }

  private static List<String> scopes(SimulatedEntity host) {
    List<String> scopes = new ArrayList<>();
    scopes.add(host.entityId());
    scopes.addAll(host.related(Relation.CLUSTER_OF_HOST.key()));
    scopes.addAll(host.related(Relation.INSTANCE_OF.key()));
    scopes.add("environment");
    return scopes;
  }

  private Map<String, String> fields(SimulatedWorkload workload, SimulatedEntity host) {
    Map<String, String> fields = new LinkedHashMap<>();
    workload
        .attributes()
        .forEach(
            (name, values) ->
                fields.put(name.equals("log.content") ? "content" : name, values.get(0)));
    fields.put("dt.system.bucket", workload.bucket());
    fields.put("dt.entity.host", host.entityId());
    for (String id : host.related(Relation.INSTANCE_OF.key())) {
      fields.put("dt.entity.host_group", id);
      find(id).ifPresent(group -> fields.put("dt.host_group.id", group.displayName()));
    }
    for (String id : host.related(Relation.CLUSTER_OF_HOST.key())) {
      Optional<SimulatedEntity> cluster = find(id);
      Optional<String> uid = cluster.flatMap(SimulatedEntity::kubernetesUid);
      Optional<String> name = cluster.map(SimulatedEntity::displayName);
      switch (workload.clusterAttributes()) {
        case CURRENT -> {
          fields.put("dt.entity.kubernetes_cluster", id);
          uid.ifPresent(it -> fields.put("k8s.cluster.uid", it));
          name.ifPresent(it -> fields.put("k8s.cluster.name", it));
        }
        case LEGACY -> {
          fields.put("dt.entity.kubernetes_cluster", id);
          uid.ifPresent(it -> fields.put("dt.kubernetes.cluster.id", it));
          name.ifPresent(it -> fields.put("dt.kubernetes.cluster.name", it));
        }
        case NONE -> {
          // the record does not tell its cluster
        }
      }
    }
    return fields;
  }

  private Optional<SimulatedEntity> find(String id) {
    return entities.get().find(id);
  }

  /** The times of records: one every interval, with an offset that differs between workloads. */
  private static final class Ticks {

    private final double interval;
    private final double offset;

    Ticks(double perMillisecond, int hash, int sampling) {
      interval = sampling / perMillisecond;
      offset = Integer.toUnsignedLong(hash * 0x9E3779B9) / (double) (1L << 32) / perMillisecond;
    }

    long count(long from, long to) {
      return indexFrom(to) - indexFrom(from);
    }

    long firstFrom(long from) {
      return time(indexFrom(from));
    }

    long lastBefore(long to) {
      return time(indexFrom(to) - 1);
    }

    private long indexFrom(long time) {
      return (long) Math.ceil((time - offset) / interval);
    }

    private long time(long index) {
      return (long) Math.floor(offset + index * interval);
    }
  }
}

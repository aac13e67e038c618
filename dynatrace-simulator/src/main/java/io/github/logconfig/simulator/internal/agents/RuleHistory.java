package io.github.logconfig.simulator.internal.agents;

import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.internal.settings.SettingsStore;
import io.github.logconfig.simulator.internal.settings.StoredObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The log rules of each scope, now and at earlier times. It knows the last {@value #MOST_VERSIONS}
 * changes of a scope. Thread-safe.
 */
public final class RuleHistory implements Consumer<SettingsStore.Change> {

  private static final int MOST_VERSIONS = 200;
  private static final long ALWAYS = Long.MIN_VALUE;

  private final Clock clock;
  private final Map<String, List<Version>> byScope = new HashMap<>();
  private boolean beginning;

  /** The rules of a scope since a time. They are compiled when they are needed. */
  private static final class Version {
    private final long since;
    private final List<StoredObject> objects;
    private List<AgentRule> compiled = List.of();

    Version(long since, List<StoredObject> objects) {
      this.since = since;
      this.objects = objects;
    }

    List<AgentRule> rules() {
      if (compiled.size() < objects.size()) {
        compiled = objects.stream().map(object -> new AgentRule(object.value())).toList();
      }
      return compiled;
    }
  }

  public RuleHistory(Clock clock) {
    this.clock = clock;
  }

  /** Forgets everything, and records what a task writes as the rules that were always there. */
  public void begin(Runnable task) {
    synchronized (this) {
      byScope.clear();
      beginning = true;
    }
    try {
      task.run();
    } finally {
      synchronized (this) {
        beginning = false;
      }
    }
  }

  @Override
  public synchronized void accept(SettingsStore.Change change) {
    if (!change.key().schemaId().equals(SettingsSchemas.LOG_RULES)) {
      return;
    }
    List<Version> versions =
        byScope.computeIfAbsent(change.key().scope().id(), scope -> new ArrayList<>());
    long now = beginning ? ALWAYS : clock.millis();
    if (!versions.isEmpty() && versions.get(versions.size() - 1).since >= now) {
      versions.remove(versions.size() - 1);
    }
    if (versions.size() >= MOST_VERSIONS) {
      versions.remove(0);
    }
    versions.add(new Version(now, List.copyOf(change.objects())));
  }

  /** Returns the rules of a scope at a time, in their order. */
  synchronized List<AgentRule> at(String scope, long millis) {
    List<Version> versions = byScope.getOrDefault(scope, List.of());
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).since <= millis) {
        return versions.get(i).rules();
      }
    }
    return List.of();
  }

  /** Returns the times after {@code from} and before {@code to} at which rules changed. */
  synchronized Set<Long> changes(List<String> scopes, long from, long to) {
    Set<Long> times = new HashSet<>();
    for (String scope : scopes) {
      for (Version version : byScope.getOrDefault(scope, List.of())) {
        if (version.since > from && version.since < to) {
          times.add(version.since);
        }
      }
    }
    return times;
  }
}

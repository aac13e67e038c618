package io.github.logconfig.simulator.internal.settings;

import io.github.logconfig.simulator.internal.settings.SettingsStore.Change;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The settings objects for many threads: writes one at a time, reads beside each other. With a lag,
 * reads see what writes have left some time ago, as from a node of the cluster that lags behind.
 */
public final class SettingsState {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Clock clock;
  private final long lagMillis;
  private final SettingsStore written;
  private final SettingsStore visible;
  private final Deque<Pending> pending = new ArrayDeque<>();

  private record Pending(long visibleAt, Change change) {}

  /**
   * @param onWrite called after every write, with the objects of its schema and scope
   */
  public SettingsState(Clock clock, Duration lag, Consumer<Change> onWrite) {
    this.clock = clock;
    this.lagMillis = lag.toMillis();
    if (lagMillis == 0) {
      this.written = new SettingsStore(onWrite);
      this.visible = written;
    } else {
      this.visible = new SettingsStore();
      this.written = new SettingsStore(onWrite.andThen(this::enqueue));
    }
  }

  /** Reads what is visible. */
  <T> T read(Function<SettingsStore, T> reader) {
    if (lagMillis > 0) {
      catchUp(clock.millis());
    }
    lock.readLock().lock();
    try {
      return reader.apply(visible);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Writes, or reads what was written last. */
  public <T> T write(Function<SettingsStore, T> writer) {
    lock.writeLock().lock();
    try {
      return writer.apply(written);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Makes everything visible that was written. */
  public void settle() {
    catchUp(Long.MAX_VALUE);
  }

  private void enqueue(Change change) {
    pending.add(
        new Pending(
            clock.millis() + lagMillis, new Change(change.key(), List.copyOf(change.objects()))));
  }

  private void catchUp(long now) {
    lock.writeLock().lock();
    try {
      while (!pending.isEmpty() && pending.element().visibleAt() <= now) {
        visible.apply(pending.remove().change());
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

package io.github.logconfig.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.logconfig.source.WatchableSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the namespaces of a cluster: lists them, watches from there, and lists again when the
 * watch ends. It keeps and reports only namespaces with an opt-in label or annotation, because
 * namespaces change often for other reasons.
 */
final class NamespaceWatch implements WatchableSource.Watching {

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long MAX_PAUSE_MILLIS = 60_000;

  private final KubernetesClient client;
  private final String key;
  private final Runnable changed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread worker = new Thread(task, "logconfig-namespaces");
            worker.setDaemon(true);
            return worker;
          });
  private Map<String, NamespaceMetadata> marked = new HashMap<>();
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private @Nullable Watch watch;
  private @Nullable Future<?> pending;
  private boolean closed;

  private NamespaceWatch(KubernetesClient client, String key, Runnable changed) {
    this.client = client;
    this.key = key;
    this.changed = changed;
  }

  static NamespaceWatch start(KubernetesClient client, String key, Runnable changed) {
    NamespaceWatch started = new NamespaceWatch(client, key, changed);
    started.thread.execute(started::listAndWatch);
    return started;
  }

  @Override
  public void close() {
    Watch open;
    synchronized (this) {
      closed = true;
      open = watch;
      watch = null;
      if (pending != null) {
        pending.cancel(false);
      }
    }
    thread.shutdownNow();
    if (open != null) {
      open.close();
    }
  }

  private void listAndWatch() {
    try {
      Map<String, NamespaceMetadata> listed = new HashMap<>();
      String resourceVersion =
          NamespaceList.read(
              client,
              key,
              namespace -> {
                if (namespace.isMarked()) {
                  listed.put(namespace.name(), namespace);
                }
              });
      replace(listed);
      Watch opened =
          client
              .namespaces()
              .watch(
                  new ListOptionsBuilder().withResourceVersion(resourceVersion).build(),
                  new Changes());
      keep(opened);
    } catch (NamespaceList.ListException | RuntimeException e) {
      listAgain();
    }
  }

  private void replace(Map<String, NamespaceMetadata> listed) {
    boolean same;
    synchronized (this) {
      same = listed.equals(marked);
      marked = listed;
    }
    if (!same) {
      changed.run();
    }
  }

  private void keep(Watch opened) {
    synchronized (this) {
      if (!closed) {
        watch = opened;
        return;
      }
    }
    opened.close();
  }

  /** Lists again after a pause, which grows while the cluster is unreachable. */
  private synchronized void listAgain() {
    long pause = pauseMillis;
    pauseMillis = Math.min(2 * pause, MAX_PAUSE_MILLIS);
    try {
      pending = thread.schedule(this::listAndWatch, pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // closed meanwhile
    }
  }

  private void update(NamespaceMetadata namespace, boolean exists) {
    NamespaceMetadata before;
    NamespaceMetadata after = exists && namespace.isMarked() ? namespace : null;
    synchronized (this) {
      pauseMillis = FIRST_PAUSE_MILLIS;
      before =
          after == null ? marked.remove(namespace.name()) : marked.put(namespace.name(), namespace);
    }
    if (after == null ? before != null : !after.equals(before)) {
      changed.run();
    }
  }

  private final class Changes implements Watcher<Namespace> {
    @Override
    public void eventReceived(Action action, Namespace namespace) {
      if (action == Action.ADDED || action == Action.MODIFIED || action == Action.DELETED) {
        update(NamespaceMetadata.of(namespace, key), action != Action.DELETED);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      listAgain();
    }
  }
}

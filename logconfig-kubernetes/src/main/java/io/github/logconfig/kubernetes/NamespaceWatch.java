package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.logconfig.source.WatchableSource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the namespaces of a cluster: lists them, watches from there, and lists again when the
 * watch expires. It keeps and reports only namespaces with an opt-in label or annotation, because
 * namespaces change often for other reasons.
 */
final class NamespaceWatch implements WatchableSource.Watching {

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceWatch.class);

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long MAX_PAUSE_MILLIS = 60_000;

  /** If the permission is missing, listing more often would only load the cluster. */
  private static final long DENIED_PAUSE_MILLIS = 600_000;

  /** The server ends a watch after this time, so that a lost connection is noticed. */
  private static final int WATCH_SECONDS = 300;

  private static final Duration WATCH_PAUSE = Duration.ofSeconds(WATCH_SECONDS + 30);

  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  private static final JsonFactory JSON = new JsonFactory();

  private final KubernetesConnection connection;
  private final String cluster;
  private final String key;
  private final Runnable changed;
  private final Thread thread;
  private Map<String, NamespaceMetadata> marked = new HashMap<>();
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private String resourceVersion = "";
  private boolean denied;
  private @Nullable Call call;
  private boolean closed;

  private NamespaceWatch(
      KubernetesConnection connection, String cluster, String key, Runnable changed) {
    this.connection = connection;
    this.cluster = cluster;
    this.key = key;
    this.changed = changed;
    this.thread = new Thread(this::run, "logconfig-namespaces");
    this.thread.setDaemon(true);
  }

  static NamespaceWatch start(
      KubernetesConnection connection, String cluster, String key, Runnable changed) {
    NamespaceWatch started = new NamespaceWatch(connection, cluster, key, changed);
    started.thread.start();
    return started;
  }

  @Override
  public void close() {
    Call open;
    synchronized (this) {
      closed = true;
      open = call;
    }
    thread.interrupt();
    if (open != null) {
      open.cancel();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void run() {
    while (!isClosed()) {
      try {
        list();
        boolean isCurrent = true;
        while (isCurrent && !isClosed()) {
          isCurrent = watch();
        }
      } catch (ClusterException | IOException | RuntimeException e) {
        // the next load reports why the cluster cannot be read
      }
      try {
        Thread.sleep(denied ? DENIED_PAUSE_MILLIS : pauseMillis);
      } catch (InterruptedException e) {
        return; // closed
      }
      pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    }
  }

  private void list() throws ClusterException {
    Map<String, NamespaceMetadata> listed = new HashMap<>();
    resourceVersion =
        NamespaceMetadata.list(
            connection,
            "",
            key,
            ObjectList.deadline(connection),
            namespace -> {
              if (namespace.isMarked()) {
                listed.put(namespace.name(), namespace);
              }
            });
    boolean same =
        listed.keySet().equals(marked.keySet())
            && listed.values().stream()
                .allMatch(it -> it.hasSameOptIn(Objects.requireNonNull(marked.get(it.name()))));
    marked = listed;
    if (!same) {
      changed.run();
    }
  }

  /** Reports changes until the watch ends. Returns whether it can go on without another list. */
  private boolean watch() throws ClusterException, IOException {
    String query =
        "?watch=true&allowWatchBookmarks=true&timeoutSeconds="
            + WATCH_SECONDS
            + "&resourceVersion="
            + URLEncoder.encode(resourceVersion, StandardCharsets.UTF_8);
    String before = resourceVersion;
    try (Response response =
            connection.get(
                "api/v1/namespaces" + query,
                METADATA_ONLY,
                WATCH_PAUSE,
                Duration.ZERO,
                this::keep);
        JsonParser parser =
            JSON.createParser(Objects.requireNonNull(response.body()).byteStream())) {
      denied = false;
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (token != JsonToken.START_OBJECT) {
          throw new JsonParseException(parser, "an event is not an object");
        }
        if (!readEvent(parser)) {
          return false;
        }
        pauseMillis = FIRST_PAUSE_MILLIS;
        token = parser.nextToken();
      }
    } catch (ClusterException e) {
      if (e.status() == HttpURLConnection.HTTP_FORBIDDEN) {
        reportDenied(e);
      }
      throw e;
    }
    // a server that ends watches at once must not be asked without a pause
    return !resourceVersion.equals(before);
  }

  private void reportDenied(ClusterException failure) {
    if (!denied) {
      LOG.warn(
          "cluster {}: namespaces can be listed but not watched, so changes are noticed after the"
              + " interval only; grant the verb watch on namespaces: {}",
          cluster,
          failure.at(connection.address()).getMessage());
    }
    denied = true;
  }

  private synchronized void keep(Call started) {
    call = started;
    if (closed) {
      started.cancel();
    }
  }

  /** Reads an event. Returns false if the watch has expired or failed. */
  private boolean readEvent(JsonParser parser) throws IOException {
    String type = "";
    NamespaceMetadata namespace = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type")) {
        type = NamespaceMetadata.text(parser);
      } else if (field.equals("object") && value == JsonToken.START_OBJECT) {
        namespace = readObject(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (type.equals("ERROR")) {
      return false;
    }
    if (namespace != null) {
      if (!namespace.resourceVersion().isEmpty()) {
        resourceVersion = namespace.resourceVersion();
      }
      if (!type.equals("BOOKMARK")) {
        update(namespace, !type.equals("DELETED"));
      }
    }
    return true;
  }

  private @Nullable NamespaceMetadata readObject(JsonParser parser) throws IOException {
    NamespaceMetadata namespace = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
        namespace = NamespaceMetadata.read(parser, key);
      } else {
        parser.skipChildren();
      }
    }
    return namespace;
  }

  private void update(NamespaceMetadata namespace, boolean exists) {
    NamespaceMetadata before;
    NamespaceMetadata after = exists && namespace.isMarked() ? namespace : null;
    if (after == null) {
      before = marked.remove(namespace.name());
    } else {
      before = marked.put(namespace.name(), after);
    }
    boolean same = after == null ? before == null : before != null && after.hasSameOptIn(before);
    if (!same) {
      changed.run();
    }
  }
}

package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Lists the namespaces of a cluster in pages. It requests metadata only and keeps only {@link
 * NamespaceMetadata}, so memory does not depend on the other content of namespaces.
 */
final class NamespaceList {

  private static final int PAGE = 500;

  /** Enough for the title of a web page. */
  private static final int PEEKED_BYTES = 1_024;

  /** Servers before Kubernetes 1.15 return whole objects. */
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final JsonFactory JSON = new JsonFactory();

  private final KubernetesConnection connection;
  private final String key;
  private final Consumer<NamespaceMetadata> each;
  private final long end;
  private String next = "";
  private String resourceVersion = "";

  private NamespaceList(
      KubernetesConnection connection, String key, long end, Consumer<NamespaceMetadata> each) {
    this.connection = connection;
    this.key = key;
    this.end = end;
    this.each = each;
  }

  /** Returns when a list that starts now must have ended, as {@link System#nanoTime}. */
  static long deadline(KubernetesConnection connection) {
    return System.nanoTime() + connection.network().total().toNanos();
  }

  /**
   * Reads all pages.
   *
   * @param key the opt-in label or annotation
   * @param end when all pages must have been read: a slow cluster must not delay the others
   * @return resource version of the list, at which a watch starts
   */
  static String read(
      KubernetesConnection connection, String key, long end, Consumer<NamespaceMetadata> each)
      throws ClusterException {
    NamespaceList list = new NamespaceList(connection, key, end, each);
    do {
      list.readPage();
    } while (!list.next.isEmpty());
    return list.resourceVersion;
  }

  private Duration remaining() throws ClusterException {
    Duration remaining = Duration.ofNanos(end - System.nanoTime());
    if (remaining.isNegative() || remaining.isZero()) {
      throw ClusterException.timedOut(connection.network().total());
    }
    return remaining;
  }

  private void readPage() throws ClusterException {
    String query =
        "?limit="
            + PAGE
            + (next.isEmpty()
                ? ""
                : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    next = "";
    Duration pause = connection.network().pause();
    try (Response response =
            connection.get(
                "api/v1/namespaces" + query, METADATA_ONLY, pause, remaining(), call -> {});
        JsonParser parser = JSON.createParser(json(response).byteStream())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ClusterException.invalid("the response is not a list of namespaces");
      }
      boolean isList = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          readListMetadata(parser);
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          readItems(parser);
          isList = true;
        } else if (field.equals("items") && value == JsonToken.VALUE_NULL) {
          // how Go writes an empty list
          isList = true;
        } else {
          parser.skipChildren();
        }
      }
      if (!isList) {
        // no namespaces would mean that none is opted in
        throw ClusterException.invalid(
            "the response is not a list of namespaces: it has no \"items\"");
      }
    } catch (JsonEOFException e) {
      throw new ClusterException(Problem.Kind.UNREACHABLE, "the response broke off");
    } catch (JsonProcessingException e) {
      throw ClusterException.invalid(
          "the response is not a list of namespaces: " + e.getOriginalMessage());
    } catch (IOException e) {
      if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
        // the limit of the call, which is the remaining time
        throw ClusterException.timedOut(connection.network().total());
      }
      throw new ClusterException(
          Problem.Kind.UNREACHABLE,
          e instanceof SocketTimeoutException
              ? "the response pauses for more than " + pause.toSeconds() + " s"
              : "the response broke off: " + e.getMessage());
    }
  }

  /** Returns the body, unless something else than an API server has sent it. */
  private static ResponseBody json(Response response) throws IOException, ClusterException {
    String start = response.peekBody(PEEKED_BYTES).string();
    Optional<String> page = Quoted.webPage(start);
    if (page.isPresent()) {
      throw new ClusterException(
          Problem.Kind.UNREACHABLE,
          "the response is "
              + page.get()
              + ", not JSON: a proxy or a login page responds instead of the API server. Check the"
              + " server of the kubeconfig and the proxy");
    }
    if (!start.stripLeading().startsWith("{") && !start.stripLeading().startsWith("[")) {
      throw new ClusterException(
          Problem.Kind.UNREACHABLE,
          start.isBlank()
              ? "the response is empty"
              : "the response is not JSON, but starts with " + Quoted.of(start.strip()));
    }
    return Objects.requireNonNull(response.body());
  }

  private void readListMetadata(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "continue" -> next = NamespaceMetadata.text(parser);
        case "resourceVersion" -> resourceVersion = NamespaceMetadata.text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readItems(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "an item is not an object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          each.accept(NamespaceMetadata.read(parser, key));
        } else {
          parser.skipChildren();
        }
      }
    }
  }
}

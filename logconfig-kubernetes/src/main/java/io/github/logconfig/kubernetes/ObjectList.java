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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Lists objects of a cluster in pages. Objects are read one after the other, so memory does not
 * depend on their number.
 */
final class ObjectList {

  /** Enough for the title of a web page. */
  private static final int PEEKED_BYTES = 1_024;

  /** Requests metadata only. Servers before Kubernetes 1.15 return whole objects nevertheless. */
  static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final JsonFactory JSON = new JsonFactory();

  private final KubernetesConnection connection;
  private final Request request;
  private final long end;
  private final Reader reader;
  private String next = "";
  private String resourceVersion = "";

  /**
   * What to list.
   *
   * @param path path and query without limit, relative to the server
   * @param accept the media types to accept
   * @param page objects of a page
   * @param objects what is listed, for messages
   */
  record Request(String path, String accept, int page, String objects) {

    String page(String next) {
      return path
          + (path.contains("?") ? "&" : "?")
          + "limit="
          + page
          + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }
  }

  /** Reads one object after the other. */
  interface Reader {

    /** Reads an object. The parser is at its start, and afterwards at its end. */
    void read(JsonParser parser) throws IOException;

    /** Receives the time of the server at the start of each page; empty if it is not known. */
    default void begin(Optional<Instant> serverTime) {}

    /** Returns whether no further page is needed. */
    default boolean isDone() {
      return false;
    }
  }

  private ObjectList(KubernetesConnection connection, Request request, long end, Reader reader) {
    this.connection = connection;
    this.request = request;
    this.end = end;
    this.reader = reader;
  }

  /** Returns when a list that starts now must have ended, as {@link System#nanoTime}. */
  static long deadline(KubernetesConnection connection) {
    return System.nanoTime() + connection.network().total().toNanos();
  }

  /**
   * Reads all pages.
   *
   * @param end when all pages must have been read: a slow cluster must not delay the others
   * @return resource version of the list, at which a watch starts
   */
  static String read(KubernetesConnection connection, Request request, long end, Reader reader)
      throws ClusterException {
    ObjectList list = new ObjectList(connection, request, end, reader);
    do {
      list.readPage();
    } while (!list.next.isEmpty() && !reader.isDone());
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
    String page = request.page(next);
    next = "";
    Duration pause = connection.network().pause();
    try (Response response =
            connection.get(page, request.accept(), pause, remaining(), call -> {});
        JsonParser parser = JSON.createParser(json(response).byteStream())) {
      reader.begin(Optional.ofNullable(response.headers().getInstant("Date")));
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ClusterException.invalid("the response is not a list of " + request.objects());
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
        // an empty list would mean that there are no objects
        throw ClusterException.invalid(
            "the response is not a list of " + request.objects() + ": it has no \"items\"");
      }
    } catch (JsonEOFException e) {
      throw new ClusterException(Problem.Kind.UNREACHABLE, "the response broke off");
    } catch (JsonProcessingException e) {
      throw ClusterException.invalid(
          "the response is not a list of " + request.objects() + ": " + e.getOriginalMessage());
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
      reader.read(parser);
    }
  }
}

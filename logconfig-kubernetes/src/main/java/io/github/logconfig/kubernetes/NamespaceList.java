package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.yaml.Problems;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Lists the namespaces of a cluster in pages. It requests metadata only and keeps only {@link
 * NamespaceMetadata}, so memory does not depend on the other content of namespaces.
 */
final class NamespaceList {

  private static final int PAGE = 500;
  private static final long TIMEOUT_SECONDS = 60;

  /** Servers before Kubernetes 1.15 return whole objects. */
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final JsonFactory JSON = new JsonFactory();

  private final KubernetesClient client;
  private final String key;
  private final Consumer<NamespaceMetadata> each;
  private String next = "";
  private String resourceVersion = "";

  private NamespaceList(KubernetesClient client, String key, Consumer<NamespaceMetadata> each) {
    this.client = client;
    this.key = key;
    this.each = each;
  }

  /** The list cannot be read. The message contains no secret. */
  static final class ListException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    ListException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** A status of 0 means that there was no response. */
    Problem.Kind kind() {
      return status <= 0 ? Problem.Kind.UNREACHABLE : Problem.Kind.ofHttpStatus(status);
    }

    /** Returns whether the list expired while it was read. */
    boolean isExpired() {
      return status == HttpURLConnection.HTTP_GONE;
    }
  }

  /**
   * Reads all pages.
   *
   * @param key the opt-in label or annotation
   * @return resource version of the list, at which a watch starts
   */
  static String read(KubernetesClient client, String key, Consumer<NamespaceMetadata> each)
      throws ListException {
    NamespaceList list = new NamespaceList(client, key, each);
    do {
      list.readPage();
    } while (!list.next.isEmpty());
    return list.resourceVersion;
  }

  private void readPage() throws ListException {
    HttpResponse<byte[]> response = send();
    if (!response.isSuccessful()) {
      throw new ListException(response.code(), reason(response));
    }
    next = "";
    try (JsonParser parser = JSON.createParser(response.body())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ListException(response.code(), "the response is not a list of namespaces");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          readListMetadata(parser);
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          readItems(parser);
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new ListException(
          response.code(),
          "the response is not a list of namespaces: "
              + Problems.oneLine(String.valueOf(e.getMessage())));
    }
  }

  private void readListMetadata(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "continue" -> next = text(parser);
        case "resourceVersion" -> resourceVersion = text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readItems(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("an item is not an object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          readMetadata(parser);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    String name = "";
    String uid = "";
    String label = "";
    String annotation = "";
    boolean deleting = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser);
        case "uid" -> uid = text(parser);
        case "labels" -> label = entry(parser);
        case "annotations" -> annotation = entry(parser);
        case "deletionTimestamp" -> deleting = value != JsonToken.VALUE_NULL;
        default -> parser.skipChildren();
      }
    }
    each.accept(new NamespaceMetadata(name, uid, label, annotation, deleting));
  }

  /** Returns the value of the opt-in key in a mapping. */
  private String entry(JsonParser parser) throws IOException {
    String found = "";
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return found;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isKey = parser.currentName().equals(key);
      parser.nextToken();
      if (isKey) {
        found = text(parser);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private HttpResponse<byte[]> send() throws ListException {
    HttpClient http = client.getHttpClient();
    String master = client.getMasterUrl().toString();
    String query =
        "?limit="
            + PAGE
            + (next.isEmpty()
                ? ""
                : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(
                URI.create(
                    master + (master.endsWith("/") ? "" : "/") + "api/v1/namespaces" + query))
            .header("Accept", METADATA_ONLY)
            .build();
    CompletableFuture<HttpResponse<byte[]>> call = http.sendAsync(request, byte[].class);
    try {
      return call.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new ListException(0, reason(e));
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new ListException(0, "no response within " + TIMEOUT_SECONDS + " s");
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new ListException(0, "interrupted");
    }
  }

  /** Returns the innermost cause, which is the most specific. */
  private static String reason(ExecutionException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + Problems.oneLine(message));
  }

  /** Returns the message of a Kubernetes status, or else the status of the response. */
  private static String reason(HttpResponse<byte[]> response) {
    String status = "the cluster returned status " + response.code();
    byte[] body = response.body() == null ? new byte[0] : response.body();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          boolean isMessage = parser.currentName().equals("message");
          parser.nextToken();
          if (isMessage) {
            String message = text(parser);
            return message.isEmpty() ? status : status + ": " + Problems.oneLine(message);
          }
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // the body is not a Kubernetes status
    }
    return status;
  }
}

package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Plain HTTP calls, as any client would make them. */
final class HttpCalls {

  static final String TOKEN = "dt0c01.PUBLIC.SECRET";
  static final String OBJECTS = "/api/v2/settings/objects";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String authorization;

  HttpCalls(URI base, String token) {
    this(base, "Api-Token", token);
  }

  HttpCalls(URI base, String scheme, String token) {
    this.base = base;
    this.authorization = scheme + " " + token;
  }

  record Answer(int status, JsonNode body, Optional<String> retryAfter) {}

  record Raw(int status, String contentType, String text) {}

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  Answer put(String path, String body) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", authorization)
        .header("Content-Type", "application/json; charset=utf-8");
  }

  /** The answer as it came, whatever it is. */
  Raw raw(String method, String path, String body) {
    HttpResponse<String> response =
        exchange(request(path).method(method, HttpRequest.BodyPublishers.ofString(body)).build());
    return new Raw(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  private Answer send(HttpRequest request) {
    HttpResponse<String> response = exchange(request);
    try {
      JsonNode body =
          response.body().isEmpty()
              ? NullNode.getInstance()
              : ApiResponse.JSON.readTree(response.body());
      return new Answer(response.statusCode(), body, response.headers().firstValue("Retry-After"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

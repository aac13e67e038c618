package io.github.logconfig.source.internal.graphql;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to a qontract-server; none of them changes anything, so all may be repeated. */
public final class GraphQlTransport {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);
  private static final int TRIES = 3;
  private static final int LARGEST_ANSWER = 64 * 1_024 * 1_024;
  private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          // servers inside clusters speak plain HTTP, and need not know of an upgrade to HTTP/2
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Duration pause;

  /**
   * Creates a transport.
   *
   * @param pause the pause before the second attempt; twice that before the third
   */
  public GraphQlTransport(Duration pause) {
    this.pause = pause;
  }

  /** An answer that came, whatever it says. */
  public record Answer(int status, String contentType, String body) {}

  /** No answer, or one that is of no use; the message is fit to be shown. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String address;
    private final Problem.Kind kind;

    Refused(String address, String message, Problem.Kind kind) {
      super(message);
      this.address = address;
      this.kind = kind;
    }

    public Problem.Kind kind() {
      return kind;
    }

    public String address() {
      return address;
    }
  }

  public Answer get(GraphQlConfig config, String path) throws Refused {
    return send(config, path, Optional.empty());
  }

  public Answer post(GraphQlConfig config, String path, String json) throws Refused {
    return send(config, path, Optional.of(json));
  }

  private Answer send(GraphQlConfig config, String path, Optional<String> json) throws Refused {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.base() + path))
            .header("Accept", "application/json, text/plain")
            .header("Accept-Encoding", "gzip");
    config.authorization().ifPresent(value -> request.header("Authorization", value));
    json.ifPresent(
        body ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = once(request.build());
        if (attempt == TRIES || !TRANSIENT.contains(answer.status())) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new Refused(
              config.base() + path,
              "no answer: " + reason(e, config.mask()),
              Problem.Kind.UNREACHABLE);
        }
      }
      waitBefore(attempt, config.base() + path);
    }
  }

  private Answer once(HttpRequest request) throws IOException, Refused {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, info -> new BoundedBody(LARGEST_ANSWER));
    try {
      HttpResponse<byte[]> response = call.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse("no content type"),
          new String(BoundedBody.unpacked(response, LARGEST_ANSWER), StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new IOException("timed out after " + CALL_TIMEOUT.toSeconds() + " s", e);
    } catch (BoundedBody.TooLarge e) {
      throw tooLarge(request);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BoundedBody.TooLarge) {
        throw tooLarge(request);
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupted(request.uri().toString());
    }
  }

  private void waitBefore(int attempt, String address) throws Refused {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis() * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(address);
    }
  }

  private static Refused tooLarge(HttpRequest request) {
    return new Refused(
        request.uri().toString(),
        "the answer is larger than " + LARGEST_ANSWER + " bytes",
        Problem.Kind.INVALID);
  }

  private static Refused interrupted(String address) {
    return new Refused(address, "interrupted", Problem.Kind.UNREACHABLE);
  }

  private static String reason(IOException e, SecretMask mask) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : " " + Quoted.of(mask.mask(message)));
  }
}

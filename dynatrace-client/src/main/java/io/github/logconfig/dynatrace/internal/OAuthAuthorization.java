package io.github.logconfig.dynatrace.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Fetches access tokens from a token endpoint with client credentials, one fetch at a time, and
 * keeps each until shortly before it expires.
 */
public final class OAuthAuthorization implements AuthorizationSource {

  private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final int MAX_BODY_BYTES = 1_048_576;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private final HttpConnections connections;
  private final Redactor redactor;
  private final HttpUrl endpoint;
  private final Map<String, String> form;
  private final Timing timing;
  private final ReentrantLock fetching = new ReentrantLock(true);
  private volatile @Nullable Cached cached;

  public OAuthAuthorization(
      SharedConnections shared, URI endpoint, Map<String, String> form, Timing timing) {
    this.connections = shared.connections();
    this.redactor = shared.redactor();
    this.endpoint = HttpUrl.get(endpoint);
    this.form = Map.copyOf(form);
    this.timing = timing;
  }

  private record Cached(String header, long renewNanos) {}

  @Override
  public String header(Deadline deadline) throws HttpFailure {
    Cached fresh = fresh();
    return fresh == null ? fetchUnlessFresh(deadline) : fresh.header();
  }

  @Override
  public boolean renewAfter(String refused, Deadline deadline) throws HttpFailure {
    lock(deadline);
    try {
      Cached known = cached;
      if (known != null && known.header().equals(refused)) {
        cached = null;
      }
    } finally {
      fetching.unlock();
    }
    return !header(deadline).equals(refused);
  }

  private @Nullable Cached fresh() {
    Cached known = cached;
    return known != null && timing.nanoTime() - known.renewNanos() < 0 ? known : null;
  }

  private String fetchUnlessFresh(Deadline deadline) throws HttpFailure {
    lock(deadline);
    try {
      Cached fresh = fresh();
      if (fresh == null) {
        fresh = fetch(deadline);
        cached = fresh;
      }
      return fresh.header();
    } finally {
      fetching.unlock();
    }
  }

  private void lock(Deadline deadline) throws HttpFailure {
    try {
      if (!fetching.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw HttpFailure.NoAnswer.unsent("no access token could be had before the deadline");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }

  private Cached fetch(Deadline deadline) throws HttpFailure {
    FormBody.Builder body = new FormBody.Builder();
    form.forEach(body::add);
    Call call =
        connections
            .http()
            .newCall(
                new Request.Builder()
                    .url(endpoint)
                    .header("Accept", "application/json")
                    .post(body.build())
                    .build());
    long left = Math.max(1, deadline.remaining().toNanos());
    call.timeout().timeout(Math.min(left, call.timeout().timeoutNanos()), TimeUnit.NANOSECONDS);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    call.enqueue(new Reader(answer));
    try {
      return token(HttpConnections.await(answer, call::cancel, new AttemptTrace()));
    } catch (ExecutionException e) {
      String what = e.getCause() == null ? "no answer" : String.valueOf(e.getCause().getMessage());
      boolean permanent = e.getCause() != null && HttpConnections.isPermanent(e.getCause());
      throw new HttpFailure.NoAnswer(
          redactor.clean("token endpoint " + place() + ": " + what), null, false, permanent);
    }
  }

  private record Answer(int status, String body) {}

  private static final class Reader implements Callback {

    private final CompletableFuture<Answer> answer;

    Reader(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void onFailure(Call call, IOException failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (ResponseBody body = response.peekBody(MAX_BODY_BYTES)) {
        answer.complete(new Answer(response.code(), body.string()));
      } catch (IOException cutOff) {
        answer.completeExceptionally(cutOff);
      } finally {
        response.close();
      }
    }
  }

  private Cached token(Answer answer) throws HttpFailure {
    int status = answer.status();
    if (status >= SERVER_ERROR || status == TOO_MANY) {
      throw HttpFailure.NoAnswer.unsent("token endpoint " + place() + ": HTTP " + status);
    }
    JsonNode json = json(answer.body());
    String token = json.path("access_token").asText("");
    if (status != 200 || token.isEmpty() || !isHeaderText(token)) {
      String reason =
          ErrorDecoder.bounded(
              json.path("error").asText("") + " " + json.path("error_description").asText(""));
      throw new HttpFailure.NoCredentials(
          redactor.clean(
              "the token endpoint "
                  + place()
                  + " gave no access token: HTTP "
                  + status
                  + ", "
                  + (reason.isEmpty() ? "no reason given" : reason)));
    }
    redactor.remember(token);
    Duration life =
        json.path("expires_in").canConvertToInt() && json.path("expires_in").asInt() > 0
            ? Duration.ofSeconds(json.path("expires_in").asInt())
            : DEFAULT_LIFE;
    Duration tenth = life.dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new Cached("Bearer " + token, timing.nanoTime() + life.minus(margin).toNanos());
  }

  private static JsonNode json(String body) {
    try {
      JsonNode json = HttpTransport.JSON.readTree(body);
      return json == null ? HttpTransport.JSON.missingNode() : json;
    } catch (JsonProcessingException e) {
      return HttpTransport.JSON.missingNode();
    }
  }

  private static boolean isHeaderText(String token) {
    return token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private String place() {
    return endpoint.scheme()
        + "://"
        + endpoint.host()
        + ":"
        + endpoint.port()
        + endpoint.encodedPath();
  }
}

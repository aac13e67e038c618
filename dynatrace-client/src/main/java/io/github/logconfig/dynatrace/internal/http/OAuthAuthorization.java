package io.github.logconfig.dynatrace.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * keeps each until shortly before it expires. Whoever waited for a fetch that failed shares its
 * failure and does not ask again at once.
 */
final class OAuthAuthorization implements AuthorizationSource {

  private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);
  private static final int MAX_BODY_BYTES = 1_048_576;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final HttpConnections connections;
  private final Redactor redactor;
  private final HttpUrl endpoint;
  private final OAuthClient client;
  private final Timing timing;
  private final Duration patience;
  private final ReentrantLock fetching = new ReentrantLock(true);
  private volatile @Nullable Cached cached;
  private final AtomicInteger fetches = new AtomicInteger();
  private @Nullable HttpFailure lastFailure;

  /**
   * @param patience how long connecting may take
   */
  OAuthAuthorization(
      OAuthClient client, SharedConnections shared, Timing timing, Duration patience) {
    this.patience = patience;
    this.connections = shared.connections();
    this.redactor = shared.redactor();
    this.client = client;
    this.endpoint = HttpUrl.get(client.tokenEndpoint());
    this.timing = timing;
  }

  /** An access token, and when to fetch the next one by the clock that never jumps. */
  private record Cached(Secret token, long renewNanos) {

    String header() {
      return "Bearer " + token.reveal();
    }
  }

  @Override
  public String header(Deadline deadline) throws HttpFailure {
    int begun = fetches.get();
    Cached fresh = fresh();
    return fresh == null ? fetchUnlessFresh(begun, deadline) : fresh.header();
  }

  @Override
  public boolean renewAfter(String rejected, Deadline deadline) throws HttpFailure {
    lock(deadline);
    try {
      Cached known = cached;
      if (known != null && known.header().equals(rejected)) {
        cached = null;
      }
    } finally {
      fetching.unlock();
    }
    return !header(deadline).equals(rejected);
  }

  @Override
  public void forget() {
    cached = null;
  }

  private @Nullable Cached fresh() {
    Cached known = cached;
    return known != null && timing.nanoTime() - known.renewNanos() < 0 ? known : null;
  }

  /**
   * @param begun how many fetches there had been when the caller came
   */
  private String fetchUnlessFresh(int begun, Deadline deadline) throws HttpFailure {
    lock(deadline);
    try {
      Cached fresh = fresh();
      if (fresh == null) {
        if (fetches.get() != begun && lastFailure != null) {
          throw lastFailure;
        }
        fresh = fetchAndRemember(deadline);
      }
      return fresh.header();
    } finally {
      fetching.unlock();
    }
  }

  private Cached fetchAndRemember(Deadline deadline) throws HttpFailure {
    try {
      Cached fetched = fetch(deadline);
      cached = fetched;
      lastFailure = null;
      return fetched;
    } catch (HttpFailure.Interrupted e) {
      // other threads must not fail because this one was interrupted
      lastFailure = null;
      throw e;
    } catch (HttpFailure e) {
      lastFailure = e;
      throw e;
    } finally {
      fetches.incrementAndGet();
    }
  }

  private void lock(Deadline deadline) throws HttpFailure {
    try {
      if (!fetching.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw HttpFailure.NoAnswer.unsent(atEndpoint("no access token before the deadline"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }

  /** Fetches a token, again if the secret is rejected and its file has another one by now. */
  private Cached fetch(Deadline deadline) throws HttpFailure {
    String secret = clientSecret();
    TokenResponse answer = request(secret, deadline);
    if (answer.status() == UNAUTHORIZED || answer.status() == BAD_REQUEST) {
      String renewed = clientSecret();
      if (!renewed.equals(secret)) {
        answer = request(renewed, deadline);
      }
    }
    return token(answer);
  }

  private TokenResponse request(String secret, Deadline deadline) throws HttpFailure {
    AttemptTrace trace = connections.newTrace();
    Call call =
        connections
            .http()
            .newCall(
                new Request.Builder()
                    .url(endpoint)
                    .tag(AttemptTrace.class, trace)
                    .header("Accept", "application/json")
                    .post(form(secret))
                    .build());
    long left = Math.max(1, deadline.remaining().toNanos());
    call.timeout().timeout(Math.min(left, call.timeout().timeoutNanos()), TimeUnit.NANOSECONDS);
    CompletableFuture<TokenResponse> answer = new CompletableFuture<>();
    call.enqueue(new Reader(answer));
    return receive(answer, call, trace);
  }

  private TokenResponse receive(
      CompletableFuture<TokenResponse> answer, Call call, AttemptTrace trace) throws HttpFailure {
    try {
      return HttpConnections.await(answer, call::cancel, trace, patience);
    } catch (ExecutionException e) {
      IOException failure =
          e.getCause() instanceof IOException io ? io : new IOException("no response", e);
      Kind kind = NetworkFailures.kind(failure, trace);
      throw new HttpFailure.NoAnswer(
          atEndpoint(redactor.clean(NetworkFailures.message(failure, trace))),
          null,
          false,
          kind,
          NetworkFailures.retryPotential(failure, kind));
    } catch (HttpFailure.NoAnswer unconnected) {
      throw new HttpFailure.NoAnswer(
          atEndpoint(String.valueOf(unconnected.getMessage())),
          null,
          false,
          unconnected.kind(),
          unconnected.retryPotential());
    } catch (HttpFailure.Interrupted e) {
      // the request that needs the token was not sent
      throw new HttpFailure.Interrupted(false);
    }
  }

  private String atEndpoint(String what) {
    return "token endpoint " + location() + ": " + what;
  }

  private FormBody form(String secret) {
    redactor.remember(secret);
    FormBody.Builder form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("client_id", client.clientId())
            .add("client_secret", secret);
    if (!client.scopes().isEmpty()) {
      form.add("scope", String.join(" ", client.scopes()));
    }
    client.resource().ifPresent(resource -> form.add("resource", resource));
    return form.build();
  }

  private String clientSecret() throws HttpFailure {
    try {
      return client.clientSecret().secret();
    } catch (InvalidArgumentException e) {
      // the file may be being written
      throw HttpFailure.NoCredentials.temporarily(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Any response.
   *
   * @param redirect why a redirect was not followed; empty for other responses
   */
  private record TokenResponse(
      int status,
      String contentType,
      String body,
      @Nullable Duration retryAfter,
      String redirect) {}

  private final class Reader implements Callback {

    private final CompletableFuture<TokenResponse> answer;

    Reader(CompletableFuture<TokenResponse> answer) {
      this.answer = answer;
    }

    @Override
    public void onFailure(Call call, IOException failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (ResponseBody body = response.peekBody(MAX_BODY_BYTES)) {
        Duration retryAfter = ErrorResponses.retryAfter(response.headers(), timing.now());
        answer.complete(
            new TokenResponse(
                response.code(),
                response.header("Content-Type", ""),
                body.string(),
                retryAfter,
                response.isRedirect() ? SameOriginRedirects.reasonNotFollowed(response) : ""));
      } catch (IOException cutOff) {
        answer.completeExceptionally(cutOff);
      } finally {
        response.close();
      }
    }
  }

  private Cached token(TokenResponse answer) throws HttpFailure {
    int status = answer.status();
    if (status >= SERVER_ERROR || status == TOO_MANY) {
      throw HttpFailure.NoAnswer.overloaded(
          "token endpoint " + location() + ": HTTP " + status, answer.retryAfter());
    }
    if (!answer.redirect().isEmpty()) {
      throw unexpected(redactor.clean(answer.redirect()), RetryPotential.NONE);
    }
    JsonNode json = json(answer.body());
    if (status == OK && !json.isObject()) {
      throw unexpected(
          UnreadableResponses.described(
              redactor.clean(answer.contentType()),
              redactor.clean(answer.body()),
              "is not a JSON object"),
          RetryPotential.DOUBTFUL);
    }
    String token = json.path("access_token").asText("");
    if (status != OK || token.isEmpty() || !isHeaderText(token)) {
      throw rejected(answer, json);
    }
    redactor.remember(token);
    return new Cached(Secret.of(token), timing.nanoTime() + useful(life(json)).toNanos());
  }

  /** Something else responds in place of the token endpoint. */
  private HttpFailure.NoAnswer unexpected(String what, RetryPotential potential) {
    return new HttpFailure.NoAnswer(
        atEndpoint(what), null, false, Kind.UNEXPECTED_RESPONSE, potential);
  }

  private HttpFailure.NoCredentials rejected(TokenResponse answer, JsonNode json) {
    return new HttpFailure.NoCredentials(
        "the token endpoint "
            + location()
            + " issued no access token: HTTP "
            + answer.status()
            + ", "
            + reason(answer, json));
  }

  private String reason(TokenResponse answer, JsonNode json) {
    if (answer.status() == OK) {
      return json.path("access_token").asText("").isEmpty()
          ? "the response has no access_token"
          : "the access_token has characters that a header must not have";
    }
    String error =
        (json.path("error").asText("") + " " + json.path("error_description").asText("")).strip();
    String body = redactor.clean(error.isEmpty() ? answer.body() : error);
    String reason = ErrorDecoder.webPage(body).orElseGet(() -> ErrorDecoder.bounded(body));
    return (reason.isEmpty() ? "no reason given" : reason)
        + (answer.status() == NOT_FOUND ? ". Check the URL of the token endpoint" : "");
  }

  private static Duration life(JsonNode json) {
    JsonNode seconds = json.path("expires_in");
    // some endpoints write the number as a text
    long life = seconds.asLong(0);
    return life <= 0 ? DEFAULT_LIFE : Duration.ofSeconds(Math.min(life, LONGEST_LIFE.toSeconds()));
  }

  private static Duration useful(Duration life) {
    Duration tenth = life.dividedBy(10);
    return life.minus(tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN);
  }

  private static JsonNode json(String body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? Json.MAPPER.missingNode() : json;
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static boolean isHeaderText(String token) {
    return token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private String location() {
    return endpoint.scheme()
        + "://"
        + endpoint.host()
        + ":"
        + endpoint.port()
        + endpoint.encodedPath();
  }
}

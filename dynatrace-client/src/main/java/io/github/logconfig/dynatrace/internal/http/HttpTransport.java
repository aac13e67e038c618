package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.dynatrace.connection.RequestListener;
import io.github.logconfig.dynatrace.connection.Waiting;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import io.github.logconfig.dynatrace.internal.retry.RetryLoop;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * Sends the calls of the generated interfaces to one origin. {@link #send} lists the layers that a
 * call passes, from the outside to the inside; the interceptors of the HTTP library are listed in
 * {@link HttpConnections}.
 */
public final class HttpTransport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig.dynatrace");
  private static final int UNAUTHORIZED = 401;

  /** The request for an access token, for the listener. */
  private static final String ACCESS_TOKEN = "POST to the token endpoint";

  /** Where calls are addressed to until their token is known. */
  static final String UNADDRESSED = "https://unaddressed.invalid/";

  private final BaseUrl base;
  private final HttpConnections connections;
  private final RetryLoop retry;
  private final AuthorizationSource authorization;
  private final ConcurrencyLimiter limiter;
  private final RequestListener listener;
  private final Redactor redactor;
  private final Duration patience;
  private final Duration callTimeout;
  private final Duration totalTimeout;
  private final Timing timing;
  private final ServerClock serverClock;
  private final UnreadableResponses unreadable;
  private final Retrofit retrofit;

  public HttpTransport(
      BaseUrl base, SharedConnections shared, Credentials credentials, TransportSettings settings) {
    this.base = base;
    this.connections = shared.connections();
    this.redactor = shared.redactor();
    this.timing = settings.timing();
    this.retry = new RetryLoop(settings.retryPolicy(), timing);
    this.patience = settings.retryPolicy().unreachable();
    this.authorization = AuthorizationSource.of(credentials, shared, timing, patience);
    this.limiter =
        new ConcurrencyLimiter(
            settings.maxConcurrency(), settings.retryPolicy().maxRetryAfter(), timing);
    this.listener = settings.listener();
    this.callTimeout = settings.callTimeout();
    this.totalTimeout = settings.totalTimeout();
    this.serverClock = new ServerClock(timing);
    this.unreadable = new UnreadableResponses(redactor, timing);
    OkHttpClient http =
        base.toString().startsWith("https:") ? connections.http() : connections.plain();
    retrofit =
        new Retrofit.Builder()
            .baseUrl(UNADDRESSED)
            .callFactory(
                request ->
                    http.newCall(
                        request
                            .newBuilder()
                            .tag(AttemptOptions.class, new AttemptOptions())
                            .tag(AttemptTrace.class, connections.newTrace())
                            .build()))
            .addConverterFactory(JacksonConverterFactory.create(Json.MAPPER))
            .build();
  }

  /** Returns the implementation of a generated interface. */
  public <T> T create(Class<T> api) {
    return retrofit.create(api);
  }

  /** Returns the deadline of an operation that starts now. */
  public Deadline deadline() {
    return Deadline.in(totalTimeout, timing);
  }

  /** Returns the deadline of an operation that starts now and has its own timeout. */
  public Deadline deadline(Duration timeout) {
    return Deadline.in(timeout, timing);
  }

  /** Pauses. */
  public void sleep(Duration pause) throws HttpFailure {
    retry.sleep(pause);
  }

  /** Pauses as after so many failed attempts, at most until the deadline. */
  public void pause(int attempts, Deadline deadline) throws HttpFailure {
    retry.pause(attempts, deadline);
  }

  /** Masks the secrets in a text of the service. */
  public String redact(String text) {
    return redactor.clean(text);
  }

  /** Returns what the operation that began first waits for; empty if there is none. */
  public Optional<Waiting> waiting() {
    return retry.waiting();
  }

  /** Returns the time of the service, according to the {@code Date} of its responses. */
  public Optional<Instant> serverTime() {
    return serverClock.now();
  }

  /** Returns the kind of token that would be sent now. */
  public TokenKind tokenKind() throws HttpFailure {
    return kind(authorizationNow());
  }

  /** Returns the value of the {@code Authorization} header that would be sent now. */
  public String authorizationNow() throws HttpFailure {
    return authorization.header(deadline());
  }

  /**
   * The body of a response.
   *
   * @param requestId the id of the response in the service's log; empty if there is none
   */
  public record Answer<T>(T body, String requestId) {}

  /** Carries out an operation whose response has a body. */
  public <T> Answer<T> execute(Operation operation, Deadline deadline, Supplier<Call<T>> calls)
      throws OperationFailed {
    return send(
        operation,
        deadline,
        calls,
        response -> {
          T body = response.body();
          if (body == null) {
            throw UnreadableResponses.withoutBody(response.code());
          }
          if (body instanceof SettingsObjectResultDto) {
            unreadable.requireSuccess(response, Json.MAPPER.valueToTree(body));
          }
          return new Answer<>(body, redactor.clean(ErrorResponses.requestId(response.headers())));
        });
  }

  /** Carries out an operation whose response has no body. */
  public void executeWithoutBody(Operation operation, Deadline deadline, Supplier<Call<Void>> calls)
      throws OperationFailed {
    Response<Void> unused =
        send(
            operation,
            deadline,
            calls,
            response -> {
              unreadable.requireSuccess(response);
              return response;
            });
  }

  /** Reads a response with a success status. */
  private interface ResponseReader<T, R> {
    R read(Response<T> response) throws HttpFailure;
  }

  /** An attempt that has a token. */
  private interface AuthorizedAttempt<T> {
    Response<T> send(String header) throws HttpFailure;
  }

  /** Sends a call through all layers: each line is one, and calls the next. */
  private <T, R> R send(
      Operation operation, Deadline deadline, Supplier<Call<T>> calls, ResponseReader<T, R> reader)
      throws OperationFailed {
    return retry.run(
        operation,
        deadline,
        number ->
            reader.read(
                authorized(
                    number,
                    deadline,
                    header ->
                        limiter.limited(
                            deadline,
                            () ->
                                observed(
                                    operation,
                                    number,
                                    call(calls, operation, api(operation, header), header),
                                    deadline)))));
  }

  /** Repeats the attempt once if the token was rejected and there is another one by now. */
  private <T> Response<T> authorized(int number, Deadline deadline, AuthorizedAttempt<T> attempt)
      throws HttpFailure {
    if (connections.isClosed()) {
      throw new IllegalStateException("the client is closed");
    }
    String header = header(number, deadline);
    redactor.rememberHeader(header);
    try {
      return attempt.send(header);
    } catch (HttpFailure.Refused rejected) {
      if (rejected.status() != UNAUTHORIZED || !authorization.renewAfter(header, deadline)) {
        throw rejected;
      }
      String renewed = authorization.header(deadline);
      redactor.rememberHeader(renewed);
      return attempt.send(renewed);
    }
  }

  /** Returns the header; reports an attempt that fails because the token endpoint is silent. */
  private String header(int number, Deadline deadline) throws HttpFailure {
    long begin = timing.nanoTime();
    try {
      return authorization.header(deadline);
    } catch (HttpFailure.NoAnswer failure) {
      if (failure.kind() != Kind.NOT_SENT && failure.kind() != Kind.UNEXPECTED_RESPONSE) {
        listener.onRequest(
            new RequestEvent(
                ACCESS_TOKEN,
                number,
                OptionalInt.empty(),
                "",
                Duration.ofNanos(timing.nanoTime() - begin)));
      }
      throw failure;
    }
  }

  /** Returns the URL of the API that accepts the token. */
  private HttpUrl api(Operation operation, String header) throws HttpFailure {
    TokenKind kind = kind(header);
    try {
      return HttpUrl.get(operation.queryApi() ? base.queryApi(kind) : base.apiV2(kind));
    } catch (InvalidArgumentException e) {
      throw new HttpFailure.NoCredentials(String.valueOf(e.getMessage()));
    }
  }

  private static TokenKind kind(String header) {
    if (header.startsWith("Api-Token ")) {
      return TokenKind.API_TOKEN;
    }
    TokenKind kind = TokenKind.of(header.substring(header.indexOf(' ') + 1));
    return kind == TokenKind.API_TOKEN ? TokenKind.ACCESS_TOKEN : kind;
  }

  private static <T> Call<T> call(
      Supplier<Call<T>> calls, Operation operation, HttpUrl api, String header) {
    Call<T> call = calls.get();
    AttemptOptions options = optionsOf(call);
    options.authorize(api, header);
    options.replayable(!operation.writes() && operation.repeatable());
    return call;
  }

  /** Logs the attempt and reports it to the listener. */
  private <T> Response<T> observed(Operation operation, int number, Call<T> call, Deadline deadline)
      throws HttpFailure {
    long begin = timing.nanoTime();
    try {
      return exchange(call, deadline);
    } finally {
      optionsOf(call).forget();
      AttemptTrace trace = AttemptTrace.of(call.request());
      Duration duration = Duration.ofNanos(timing.nanoTime() - begin);
      LOG.debug(
          "{}: attempt {}, status {}, {} ms",
          operation.name(),
          number,
          trace.status(),
          duration.toMillis());
      listener.onRequest(
          new RequestEvent(
              operation.name(),
              number,
              trace.status() == 0 ? OptionalInt.empty() : OptionalInt.of(trace.status()),
              trace.protocol(),
              duration));
    }
  }

  /** Sends the call and waits for the response; a status that is not a success is a failure. */
  private <T> Response<T> exchange(Call<T> call, Deadline deadline) throws HttpFailure {
    call.timeout().timeout(timeout(deadline).toNanos(), TimeUnit.NANOSECONDS);
    AttemptTrace trace = AttemptTrace.of(call.request());
    CompletableFuture<Response<T>> response = new CompletableFuture<>();
    call.enqueue(
        new Callback<>() {
          @Override
          public void onResponse(Call<T> ended, Response<T> received) {
            response.complete(received);
          }

          @Override
          public void onFailure(Call<T> ended, Throwable failure) {
            response.completeExceptionally(failure);
          }
        });
    Response<T> received;
    try {
      received = HttpConnections.await(response, call::cancel, trace, patience);
    } catch (ExecutionException e) {
      throw unreadable.classify(e.getCause(), trace);
    }
    serverClock.read(received.headers());
    if (!received.isSuccessful()) {
      throw ErrorResponses.read(received, redactor, timing);
    }
    return received;
  }

  private Duration timeout(Deadline deadline) {
    Duration left = deadline.remaining();
    Duration timeout = left.compareTo(callTimeout) < 0 ? left : callTimeout;
    // zero would mean no timeout
    return timeout.isZero() ? Duration.ofMillis(1) : timeout;
  }

  private static AttemptOptions optionsOf(Call<?> call) {
    AttemptOptions options = call.request().tag(AttemptOptions.class);
    if (options == null) {
      throw new IllegalStateException("a call without options");
    }
    return options;
  }

  @Override
  public void close() {
    connections.close();
    authorization.forget();
    redactor.clear();
  }
}

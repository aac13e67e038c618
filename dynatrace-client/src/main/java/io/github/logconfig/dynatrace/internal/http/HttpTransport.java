package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import io.github.logconfig.dynatrace.internal.retry.Retries;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * HTTP with one host: sends what the generated interfaces describe, again where that is sound, and
 * sorts what comes back into answers and failures.
 */
public final class HttpTransport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig.dynatrace");
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final HttpConnections connections;
  private final AuthorizationSource authorization;
  private final Redactor redactor;
  private final Retries retries;
  private final ConcurrencyGate gate;
  private final AttemptListener listener;
  private final Duration callTimeout;
  private final Duration totalTimeout;
  private final Timing timing;
  private final ServerClock serverClock;
  private final AnswerFailures failures;
  private final Retrofit retrofit;

  public HttpTransport(
      URI base, SharedConnections shared, Credentials credentials, TransportSettings settings) {
    this.connections = shared.connections();
    this.redactor = shared.redactor();
    this.authorization = AuthorizationSource.of(credentials, shared, settings.timing());
    this.retries = new Retries(settings.backoff(), settings.timing());
    this.gate =
        new ConcurrencyGate(
            settings.maxConcurrency(), settings.backoff().maxDelay(), settings.timing());
    this.listener = settings.listener();
    this.callTimeout = settings.callTimeout();
    this.totalTimeout = settings.totalTimeout();
    this.timing = settings.timing();
    this.serverClock = new ServerClock(timing);
    this.failures = new AnswerFailures(redactor, timing);
    HttpUrl pinned = HttpUrl.get(base);
    OkHttpClient http =
        (pinned.isHttps() ? this.connections.http() : this.connections.plain())
            .newBuilder()
            .addInterceptor(chain -> chain.proceed(authorized(chain.request(), pinned)))
            .addInterceptor(new SameOriginRedirects())
            .addInterceptor(new RefusalBodies())
            .addInterceptor(new AnswerBeginnings())
            .build();
    retrofit =
        new Retrofit.Builder()
            .baseUrl(pinned)
            .callFactory(
                request ->
                    http.newCall(
                        request.newBuilder().tag(AttemptTrace.class, new AttemptTrace()).build()))
            .addConverterFactory(JacksonConverterFactory.create(Json.MAPPER))
            .build();
  }

  /** The implementation of a generated interface. */
  public <T> T create(Class<T> api) {
    return retrofit.create(api);
  }

  /** The deadline of an operation that begins now. */
  public Deadline deadline() {
    return Deadline.in(totalTimeout, timing);
  }

  /** Waits as before another attempt, at most until the deadline. */
  public void pause(int times, Deadline deadline) throws HttpFailure {
    retries.pause(times, deadline);
  }

  /** A text of the server's without what we sent in confidence. */
  public String redact(String text) {
    return redactor.clean(text);
  }

  /** What the service's clock shows now, as far as its answers have told. */
  public Optional<Instant> serverTime() {
    return serverClock.now();
  }

  /** The value of the {@code Authorization} header as it would be sent now. */
  public String authorizationNow() throws HttpFailure {
    return authorization.header(deadline());
  }

  /** Carries out an operation whose answer has a body. */
  public <T> T execute(Operation operation, Deadline deadline, Supplier<Call<T>> calls)
      throws OperationFailed {
    return retries.run(
        operation,
        deadline,
        number -> {
          Response<T> response = attempt(operation, number, deadline, calls);
          T body = response.body();
          if (body == null) {
            throw AnswerFailures.withoutBody(response.code());
          }
          if (body instanceof SettingsObjectResultDto) {
            failures.requireSuccess(response, Json.MAPPER.valueToTree(body));
          }
          return body;
        });
  }

  /** Carries out an operation whose answer has none. */
  public void executeWithoutAnswer(
      Operation operation, Deadline deadline, Supplier<Call<Void>> calls) throws OperationFailed {
    retries.run(
        operation,
        deadline,
        number -> {
          Response<Void> response = attempt(operation, number, deadline, calls);
          failures.requireSuccess(response);
          return response;
        });
  }

  private <T> Response<T> attempt(
      Operation operation, int number, Deadline deadline, Supplier<Call<T>> calls)
      throws HttpFailure {
    if (connections.isClosed()) {
      throw new IllegalStateException("the client is closed");
    }
    String header = authorization.header(deadline);
    try {
      return send(operation, number, deadline, calls.get(), header);
    } catch (HttpFailure.Refused refused) {
      // the token may have expired or been rotated just now; once is enough to find out
      if (refused.status() == UNAUTHORIZED && authorization.renewAfter(header, deadline)) {
        return send(operation, number, deadline, calls.get(), authorization.header(deadline));
      }
      throw refused;
    }
  }

  private <T> Response<T> send(
      Operation operation, int number, Deadline deadline, Call<T> call, String header)
      throws HttpFailure {
    redactor.rememberHeader(header);
    AttemptTrace trace = traceOf(call);
    trace.authorize(header);
    trace.sendOnce(!operation.repeatable());
    ConcurrencyGate.Slot slot = enter(deadline);
    long begin = timing.nanoTime();
    int status = 0;
    String protocol = "";
    try {
      call.timeout().timeout(bounded(deadline).toNanos(), TimeUnit.NANOSECONDS);
      Response<T> response = exchange(call, trace);
      status = response.code();
      protocol = response.raw().protocol().toString();
      serverClock.hear(response.headers());
      if (!response.isSuccessful()) {
        throw Refusals.read(response, redactor, timing);
      }
      slot.answered();
      return response;
    } catch (HttpFailure failure) {
      giveBack(slot, failure);
      throw failure;
    } finally {
      trace.authorize("");
      Duration duration = Duration.ofNanos(timing.nanoTime() - begin);
      LOG.debug(
          "{}: attempt {}, status {}, {} ms",
          operation.name(),
          number,
          status,
          duration.toMillis());
      listener.ended(operation, number, status, protocol, duration);
    }
  }

  private ConcurrencyGate.Slot enter(Deadline deadline) throws HttpFailure {
    try {
      return gate.enter(deadline.remaining())
          .orElseThrow(
              () -> HttpFailure.NoAnswer.unsent("no request could be sent before the deadline"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }

  private static void giveBack(ConcurrencyGate.Slot slot, HttpFailure failure) {
    if (failure instanceof HttpFailure.Refused refused) {
      if (refused.status() == TOO_MANY_REQUESTS) {
        slot.refused();
      } else if (refused.status() == SERVICE_UNAVAILABLE) {
        slot.overloaded();
      } else {
        slot.answered();
      }
    } else {
      slot.toldNothing();
    }
  }

  private <T> Response<T> exchange(Call<T> call, AttemptTrace trace) throws HttpFailure {
    CompletableFuture<Response<T>> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback<>() {
          @Override
          public void onResponse(Call<T> ended, Response<T> response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(Call<T> ended, Throwable failure) {
            answer.completeExceptionally(failure);
          }
        });
    try {
      return HttpConnections.await(answer, call::cancel, trace);
    } catch (ExecutionException e) {
      throw failures.sort(e.getCause(), trace);
    }
  }

  private Duration bounded(Deadline deadline) {
    Duration left = deadline.remaining();
    Duration bound = left.compareTo(callTimeout) < 0 ? left : callTimeout;
    // zero would mean: no bound
    return bound.isZero() ? Duration.ofMillis(1) : bound;
  }

  private static AttemptTrace traceOf(Call<?> call) {
    AttemptTrace trace = call.request().tag(AttemptTrace.class);
    return trace == null ? new AttemptTrace() : trace;
  }

  /** The token goes to the pinned origin, and to no other. */
  private static Request authorized(Request request, HttpUrl pinned) {
    AttemptTrace trace = request.tag(AttemptTrace.class);
    Request.Builder builder = request.newBuilder().header("Accept", "application/json");
    if (trace != null && SameOriginRedirects.isSameOrigin(request.url(), pinned)) {
      builder.header("Authorization", trace.authorization());
    }
    return builder.build();
  }

  @Override
  public void close() {
    connections.close();
    authorization.forget();
    redactor.clear();
  }
}

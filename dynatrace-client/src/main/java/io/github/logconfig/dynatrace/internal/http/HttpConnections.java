package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, and the threads that wait for responses, so that the calling
 * thread can be interrupted at any moment.
 */
final class HttpConnections implements AutoCloseable {

  private static final int NO_LIMIT = 10_000;
  private static final long IDLE_SECONDS = 5;
  private static final int MAX_IDLE = 5;

  /** Shorter than servers, load balancers and firewalls keep an idle connection, or its state. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private final AtomicInteger threads = new AtomicInteger();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "dynatrace-client-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
  private final FallbackAddresses addresses = new FallbackAddresses(Dns.SYSTEM);
  private final ConnectionSettings settings;
  private final OkHttpClient.Builder builder;
  private final OkHttpClient plain;
  private @Nullable OkHttpClient http;

  HttpConnections(ConnectionSettings settings) {
    this.settings = settings;
    Dispatcher dispatcher = new Dispatcher(executor);
    // requests are limited by ConcurrencyLimiter
    dispatcher.setMaxRequests(NO_LIMIT);
    dispatcher.setMaxRequestsPerHost(NO_LIMIT);
    builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            // a redirect would send the token elsewhere; the library's own retry would repeat a
            // write
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .dns(addresses)
            .connectionPool(new ConnectionPool(MAX_IDLE, IDLE_LIMIT.toSeconds(), TimeUnit.SECONDS))
            .eventListenerFactory(call -> AttemptTrace.of(call.request()));
    settings.applyTo(builder);
    addInterceptors(settings.userAgent());
    plain = builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** Registers all interceptors, outermost first; those of the network run last. */
  private void addInterceptors(String userAgent) {
    builder
        .addInterceptor(addresses)
        .addInterceptor(chain -> chain.proceed(with(chain.request(), "User-Agent", userAgent)))
        .addInterceptor(apiOnly(HttpConnections::authorize))
        .addInterceptor(new SameOriginRedirects())
        .addInterceptor(apiOnly(ErrorResponses::readBody))
        .addInterceptor(apiOnly(UnreadableResponses::recordBodyStart))
        .addInterceptor(apiOnly(UnreadableResponses::limitBody))
        .addNetworkInterceptor(apiOnly(new LiveConnections()))
        .addNetworkInterceptor(ErrorResponses::keepRetryAfter);
  }

  /** Leaves out requests to other servers, which have no {@link AttemptOptions}. */
  private static Interceptor apiOnly(Interceptor interceptor) {
    return chain ->
        chain.request().tag(AttemptOptions.class) == null
            ? chain.proceed(chain.request())
            : interceptor.intercept(chain);
  }

  /** Addresses the request to the API that accepts its token; redirects stay in that origin. */
  private static Response authorize(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    AttemptOptions options = Objects.requireNonNull(request.tag(AttemptOptions.class));
    String path = request.url().toString().substring(HttpTransport.UNADDRESSED.length());
    return chain.proceed(
        request
            .newBuilder()
            .url(options.pinned() + path)
            .header("Accept", "application/json")
            .header("Authorization", options.authorization())
            .build());
  }

  private static Request with(Request request, String header, String value) {
    return request.newBuilder().header(header, value).build();
  }

  /** Returns the tag for a new attempt. */
  AttemptTrace newTrace() {
    return new AttemptTrace(addresses);
  }

  /** Returns the client for https and http. */
  synchronized OkHttpClient http() {
    OkHttpClient client = http;
    if (client == null) {
      settings.applyTlsTo(builder);
      client =
          builder
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
              .build();
      http = client;
    }
    return client;
  }

  /** Returns the client for http, which need not read the trusted certificates. */
  OkHttpClient plain() {
    return plain;
  }

  boolean isClosed() {
    return executor.isShutdown();
  }

  /**
   * Waits for a response; an interrupt cancels the call and is kept.
   *
   * @param patience how long connecting may take, with all addresses of the host
   */
  static <T> T await(
      CompletableFuture<T> response, Runnable cancel, AttemptTrace trace, Duration patience)
      throws HttpFailure, ExecutionException {
    try {
      try {
        return response.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (trace.sent()) {
          return response.get();
        }
        cancel.run();
        throw new HttpFailure.NoAnswer(
            "no connection"
                // a proxy may have accepted the connection, and wait for the server in turn
                + (trace.isPeerProxy() ? " through " + trace.peer() : trace.toPeer())
                + " within "
                + NetworkFailures.time(patience),
            null,
            trace.sent(),
            trace.isPeerProxy() ? Kind.PROXY : Kind.NOT_CONNECTED,
            RetryPotential.UNREACHABLE);
      }
    } catch (InterruptedException e) {
      cancel.run();
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(trace.sent());
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    plain.connectionPool().evictAll();
  }
}

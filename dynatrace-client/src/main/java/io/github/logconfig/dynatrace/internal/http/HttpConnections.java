package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, and the threads that wait for answers on them, so that the
 * caller's own thread can be interrupted at any moment.
 */
final class HttpConnections implements AutoCloseable {

  private static final int NO_LIMIT = 10_000;
  private static final long IDLE_SECONDS = 5;

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
  private final Addresses addresses = new Addresses(Dns.SYSTEM);
  private final OkHttpClient.Builder builder;
  private final OkHttpClient plain;
  private @Nullable OkHttpClient http;

  HttpConnections(ConnectionSettings settings) {
    Dispatcher dispatcher = new Dispatcher(executor);
    // the concurrency gate is what limits requests
    dispatcher.setMaxRequests(NO_LIMIT);
    dispatcher.setMaxRequestsPerHost(NO_LIMIT);
    builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            // a redirect would carry the token elsewhere; a silent second try would repeat a write
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(new LiveConnections())
            .addNetworkInterceptor(new KeptRetryAfter())
            .dns(addresses)
            .addInterceptor(new OtherAddresses())
            .eventListenerFactory(call -> trace(call).reportTo(addresses));
    settings.applyTo(builder);
    plain = builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** For https as well. */
  synchronized OkHttpClient http() {
    OkHttpClient client = http;
    if (client == null) {
      client =
          builder
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
              .build();
      http = client;
    }
    return client;
  }

  /** For http alone; the machine's certificates, whose reading takes its time, are left alone. */
  OkHttpClient plain() {
    return plain;
  }

  boolean isClosed() {
    return executor.isShutdown();
  }

  /** Waits for an answer; an interrupt cancels the call and is not lost. */
  static <T> T await(CompletableFuture<T> answer, Runnable cancel, AttemptTrace trace)
      throws HttpFailure, ExecutionException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      cancel.run();
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(trace.sent());
    }
  }

  /** Whether another attempt would meet the same certificate, or the same proxy's refusal. */
  static boolean isPermanent(Throwable failure) {
    return failure instanceof SSLPeerUnverifiedException
        || failure instanceof SSLHandshakeException
        || isRefusedByProxy(failure);
  }

  /** The library has no type of its own for a tunnel that a proxy refuses (407, 403). */
  private static boolean isRefusedByProxy(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.equals("Failed to authenticate with proxy")
        || message.startsWith("Unexpected response code for CONNECT: 4");
  }

  private static AttemptTrace trace(Call call) {
    AttemptTrace trace = call.request().tag(AttemptTrace.class);
    return trace == null ? new AttemptTrace() : trace;
  }

  @Override
  public void close() {
    executor.shutdown();
    plain.connectionPool().evictAll();
  }
}

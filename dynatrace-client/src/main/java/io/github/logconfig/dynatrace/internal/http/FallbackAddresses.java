package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Connects to another address of a host if one cannot be connected to, for example where a name has
 * an IPv6 address that does not work. Resolves names with the addresses last that failed last,
 * since the HTTP library would start with the same one every time. Also replaces idle connections
 * that the server has closed: a read that is lost with one is sent again at once.
 */
final class FallbackAddresses implements Dns, Interceptor {

  private final Dns resolver;
  private final AtomicLong failures = new AtomicLong();
  private final Map<InetAddress, Long> lastFailures = new ConcurrentHashMap<>();

  FallbackAddresses(Dns resolver) {
    this.resolver = resolver;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>(resolver.lookup(hostname));
    addresses.sort(Comparator.comparing(address -> lastFailures.getOrDefault(address, 0L)));
    return addresses;
  }

  void failed(@Nullable InetAddress address) {
    if (address != null) {
      lastFailures.put(address, failures.incrementAndGet());
    }
  }

  void connected(@Nullable InetAddress address) {
    if (address != null) {
      lastFailures.remove(address);
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    AttemptTrace trace = AttemptTrace.of(request);
    for (int failed = 0; ; ) {
      try {
        return chain.proceed(request);
      } catch (IOException e) {
        if (isLostWithIdleConnection(request, trace)
            && !(e instanceof InterruptedIOException)
            && !chain.call().isCanceled()) {
          trace.discard();
          continue;
        }
        if (!(e instanceof LiveConnections.Closed)) {
          failed++;
        }
        boolean definite = trace.sent() || NetworkFailures.isPermanent(e);
        if (definite || chain.call().isCanceled() || failed >= trace.addressCount()) {
          throw e;
        }
      }
    }
  }

  /** Returns whether a read was sent on a connection that had been idle, and nothing came back. */
  private static boolean isLostWithIdleConnection(Request request, AttemptTrace trace) {
    AttemptOptions options = request.tag(AttemptOptions.class);
    return (options == null || options.replayable())
        && trace.sent()
        && trace.reusedHttp1()
        && trace.status() == 0;
  }
}

package io.github.logconfig.dynatrace.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dns;

/**
 * The addresses of hosts, those that could not be connected to last. The library would begin with
 * the same one every time.
 */
final class Addresses implements Dns {

  private final Dns resolver;
  private final AtomicLong failures = new AtomicLong();
  private final Map<InetAddress, Long> lastFailures = new ConcurrentHashMap<>();

  Addresses(Dns resolver) {
    this.resolver = resolver;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>(resolver.lookup(hostname));
    addresses.sort(Comparator.comparing(address -> lastFailures.getOrDefault(address, 0L)));
    return addresses;
  }

  void failed(InetAddress address) {
    lastFailures.put(address, failures.incrementAndGet());
  }

  void connected(InetAddress address) {
    lastFailures.remove(address);
  }
}

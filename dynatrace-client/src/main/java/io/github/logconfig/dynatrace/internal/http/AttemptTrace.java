package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.function.BiConsumer;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Follows one HTTP call: what it is authorized with, whether any byte of the request left, and how
 * the answer begins. Until a byte left, a failure is a failure to connect, and nothing can have
 * happened.
 */
final class AttemptTrace extends EventListener {

  private volatile String authorization = "";
  private volatile boolean sent;
  private volatile boolean sendOnce;
  private volatile boolean connected;
  private volatile int addressCount = 1;
  private volatile @Nullable Addresses addresses;
  private volatile String contentType = "";
  private volatile String beginning = "";

  void authorize(String header) {
    authorization = header;
  }

  String authorization() {
    return authorization;
  }

  boolean sent() {
    return sent;
  }

  /** Whether the request must not be sent in vain, since it cannot be sent again. */
  void sendOnce(boolean once) {
    sendOnce = once;
  }

  /** Whether it would go out on a connection that has been at rest, and must not be lost there. */
  boolean needsLiveConnection() {
    return sendOnce && !connected;
  }

  /** Has failures to connect remembered. */
  AttemptTrace reportTo(Addresses shared) {
    addresses = shared;
    return this;
  }

  /** How many addresses the host has. */
  int addressCount() {
    return addressCount;
  }

  void hear(String type, String head) {
    contentType = type;
    beginning = head;
  }

  /** The type of the answer's body; empty if none came or none was named. */
  String contentType() {
    return contentType;
  }

  /** How the body of the answer begins, secrets included. */
  String beginning() {
    return beginning;
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
    addressCount = Math.max(1, inetAddressList.size());
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress inetSocketAddress,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException ioe) {
    report(inetSocketAddress, Addresses::failed);
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress inetSocketAddress, Proxy proxy, @Nullable Protocol protocol) {
    connected = true;
    report(inetSocketAddress, Addresses::connected);
  }

  private void report(InetSocketAddress socket, BiConsumer<Addresses, InetAddress> how) {
    Addresses shared = addresses;
    InetAddress address = socket.getAddress();
    if (shared != null && address != null) {
      how.accept(shared, address);
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }
}

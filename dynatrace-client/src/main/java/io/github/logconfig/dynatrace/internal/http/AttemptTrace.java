package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is observed of one attempt; a tag of its request and the listener of its events. Until the
 * first byte of a request is sent, a failure is a failure to connect, and nothing was written.
 */
final class AttemptTrace extends EventListener {

  private static final String PROXY = "the proxy ";

  private final FallbackAddresses addresses;
  private volatile boolean connected;
  private volatile boolean reusedHttp1;
  private volatile boolean sent;
  private volatile boolean proxyFailed;
  private volatile String peer = "";
  private volatile int addressCount = 1;
  private volatile int status;
  private volatile Duration timeout = Duration.ZERO;
  private volatile long begin;
  private volatile String protocol = "";
  private volatile String contentType = "";
  private volatile String bodyStart = "";

  AttemptTrace(FallbackAddresses addresses) {
    this.addresses = addresses;
  }

  static AttemptTrace of(Request request) {
    AttemptTrace trace = request.tag(AttemptTrace.class);
    if (trace == null) {
      throw new IllegalStateException("a request without a trace");
    }
    return trace;
  }

  /** Returns whether a new connection was opened for the request. */
  boolean connected() {
    return connected;
  }

  /**
   * Returns whether the request was sent on a connection that had been idle. In HTTP/2 it is shared
   * with other requests, and its loss is noticed at once.
   */
  boolean reusedHttp1() {
    return reusedHttp1;
  }

  /** Returns whether any byte of the request was sent. */
  boolean sent() {
    return sent;
  }

  /** Returns whether the connection to a proxy, or the one that it relays, failed last. */
  boolean proxyFailed() {
    return proxyFailed;
  }

  /** Returns whom the request connected to last: {@code HOST:PORT}, or that of the proxy. */
  String peer() {
    return peer;
  }

  /** Returns whether {@link #peer} is a proxy. */
  boolean isPeerProxy() {
    return peer.startsWith(PROXY);
  }

  /** Returns {@code " to PEER"}; empty before the first connection. */
  String toPeer() {
    return peer.isEmpty() ? "" : " to " + peer;
  }

  /** Returns how many addresses the host has. */
  int addressCount() {
    return addressCount;
  }

  /** Returns the status of the response; 0 if there is none. */
  int status() {
    return status;
  }

  /** Returns how long the call may take, from the connection to the end of the response. */
  Duration timeout() {
    return timeout;
  }

  /** Returns whether that time has passed. */
  boolean timedOut() {
    return !timeout.isZero() && System.nanoTime() - begin >= timeout.toNanos();
  }

  /** Returns the protocol of the response; empty if there is none. */
  String protocol() {
    return protocol;
  }

  /** Returns the content type of a successful response; empty if there is none. */
  String contentType() {
    return contentType;
  }

  /** Returns the start of the body of a successful response, secrets included. */
  String bodyStart() {
    return bodyStart;
  }

  void bodyStarts(String type, String start) {
    contentType = type;
    bodyStart = start;
  }

  /** Forgets that a read was sent, because it is sent again. */
  void discard() {
    sent = false;
  }

  @Override
  public void callStart(Call call) {
    timeout = Duration.ofNanos(call.timeout().timeoutNanos());
    begin = System.nanoTime();
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
    addressCount = Math.max(1, inetAddressList.size());
  }

  @Override
  public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
    peer =
        (proxy.type() == Proxy.Type.HTTP ? PROXY : "")
            + inetSocketAddress.getHostString()
            + ":"
            + inetSocketAddress.getPort();
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress inetSocketAddress,
      Proxy proxy,
      @Nullable Protocol failedProtocol,
      IOException ioe) {
    addresses.failed(inetSocketAddress.getAddress());
    proxyFailed = proxy.type() == Proxy.Type.HTTP;
  }

  @Override
  public void connectEnd(
      Call call,
      InetSocketAddress inetSocketAddress,
      Proxy proxy,
      @Nullable Protocol connectedProtocol) {
    connected = true;
    addresses.connected(inetSocketAddress.getAddress());
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    reusedHttp1 = !connected && connection.protocol() != Protocol.HTTP_2;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    status = response.code();
    protocol = response.protocol().toString();
  }
}

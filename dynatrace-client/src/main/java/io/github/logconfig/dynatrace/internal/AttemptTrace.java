package io.github.logconfig.dynatrace.internal;

import java.net.InetAddress;
import java.util.List;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Follows one HTTP call: what it is authorized with, whether any byte of the request left, and how
 * the answer begins. Until a byte left, a failure is a failure to connect, and nothing can have
 * happened.
 */
final class AttemptTrace extends EventListener {

  private volatile String authorization = "";
  private volatile boolean sent;
  private volatile int addresses = 1;
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

  /** How many addresses the host has. */
  int addresses() {
    return addresses;
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
    addresses = Math.max(1, inetAddressList.size());
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }
}

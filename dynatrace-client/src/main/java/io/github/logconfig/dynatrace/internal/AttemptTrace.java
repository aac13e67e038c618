package io.github.logconfig.dynatrace.internal;

import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Follows one HTTP call: what it is authorized with, and whether any byte of the request left.
 * Until then a failure is a failure to connect, and nothing can have happened.
 */
final class AttemptTrace extends EventListener {

  private volatile String authorization = "";
  private volatile boolean sent;

  void authorize(String header) {
    authorization = header;
  }

  String authorization() {
    return authorization;
  }

  boolean sent() {
    return sent;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }
}

package io.github.logconfig.dynatrace.internal.http;

import okhttp3.HttpUrl;

/**
 * What the interceptors need to know of one attempt; a tag of its request. Requests without it are
 * not sent to the API.
 */
final class AttemptOptions {

  private final HttpUrl pinned;
  private volatile String authorization = "";
  private volatile boolean sendOnce;

  /**
   * @param pinned the only origin that the token may be sent to
   */
  AttemptOptions(HttpUrl pinned) {
    this.pinned = pinned;
  }

  /** Sets the value of the {@code Authorization} header; an empty text removes it. */
  void authorize(String header) {
    authorization = header;
  }

  /** Sets whether the request must not be retried once sent. */
  void sendOnce(boolean once) {
    sendOnce = once;
  }

  HttpUrl pinned() {
    return pinned;
  }

  String authorization() {
    return authorization;
  }

  boolean sendOnce() {
    return sendOnce;
  }
}

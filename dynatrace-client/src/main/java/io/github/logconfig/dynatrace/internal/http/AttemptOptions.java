package io.github.logconfig.dynatrace.internal.http;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the interceptors need to know of one attempt; a tag of its request. Requests without it are
 * not sent to the API.
 */
final class AttemptOptions {

  private volatile @Nullable HttpUrl pinned;
  private volatile String authorization = "";
  private volatile boolean replayable;

  /**
   * Sets where the request is sent to, and the token.
   *
   * @param api the URL of the API, whose origin is the only one that the token may be sent to
   * @param header the value of the {@code Authorization} header
   */
  void authorize(HttpUrl api, String header) {
    pinned = api;
    authorization = header;
  }

  /** Removes the token. */
  void forget() {
    authorization = "";
  }

  /** Sets whether the request changes nothing and costs nothing, so that it may be sent again. */
  void replayable(boolean harmless) {
    replayable = harmless;
  }

  HttpUrl pinned() {
    return Objects.requireNonNull(pinned, "not authorized");
  }

  String authorization() {
    return authorization;
  }

  boolean replayable() {
    return replayable;
  }
}

package io.github.logconfig.simulator.internal.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** An answer as it goes over the wire, or as it fails to. */
public final class WireAnswer {

  static final String JSON = "application/json; charset=utf-8";
  private static final String LOGIN_PAGE =
      "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
          + "<body><form action=\"/sso\" method=\"post\"></form></body></html>\n";

  /** How much of the answer arrives. */
  enum Arrival {
    WHOLE,
    HALF,
    NOTHING
  }

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Arrival arrival;
  private final Optional<Duration> retryAfter;

  private WireAnswer(
      int status, String contentType, byte[] body, Arrival arrival, Optional<Duration> retryAfter) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.arrival = arrival;
    this.retryAfter = retryAfter;
  }

  public static WireAnswer of(ApiResponse response) {
    return new WireAnswer(
        response.status(), JSON, response.bytes(), Arrival.WHOLE, Optional.empty());
  }

  /** No answer at all. */
  public static WireAnswer dropped() {
    return new WireAnswer(200, JSON, new byte[0], Arrival.NOTHING, Optional.empty());
  }

  public static WireAnswer loginPage() {
    return new WireAnswer(
        200,
        "text/html; charset=utf-8",
        LOGIN_PAGE.getBytes(StandardCharsets.UTF_8),
        Arrival.WHOLE,
        Optional.empty());
  }

  public WireAnswer retryAfter(Optional<Duration> delay) {
    return new WireAnswer(status, contentType, body, arrival, delay);
  }

  /** The same, but it never arrives. */
  public WireAnswer lost() {
    return new WireAnswer(status, contentType, body, Arrival.NOTHING, retryAfter);
  }

  /** The same, cut off in the middle; an answer without a body does not arrive at all. */
  public WireAnswer truncated() {
    Arrival cut = body.length < 2 ? Arrival.NOTHING : Arrival.HALF;
    return new WireAnswer(status, contentType, body, cut, retryAfter);
  }

  /** The same, with every byte of its body changed to one that JSON cannot begin or go on with. */
  public WireAnswer garbled() {
    byte[] garbage = body.length == 0 ? new byte[16] : body.clone();
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (0x80 | (garbage[i] * 31 + i));
    }
    return new WireAnswer(status == 204 ? 200 : status, JSON, garbage, arrival, retryAfter);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Arrival arrival() {
    return arrival;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

package io.github.logconfig.simulator.internal.http;

/** One thing that is wrong with a request, and in which part of it. */
public record Violation(String path, String message, String location) {

  static final String BODY = "PAYLOAD_BODY";
  static final String QUERY = "QUERY";

  public static Violation inBody(String path, String message) {
    return new Violation(path, message, BODY);
  }

  static Violation inQuery(String parameter, String message) {
    return new Violation(parameter, message, QUERY);
  }
}

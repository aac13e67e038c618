package io.github.logconfig.simulator;

/** One thing that is wrong with a request, and in which part of it. */
record Violation(String path, String message, String location) {

  static final String BODY = "PAYLOAD_BODY";
  static final String QUERY = "QUERY";

  static Violation inBody(String path, String message) {
    return new Violation(path, message, BODY);
  }

  static Violation inQuery(String parameter, String message) {
    return new Violation(parameter, message, QUERY);
  }
}

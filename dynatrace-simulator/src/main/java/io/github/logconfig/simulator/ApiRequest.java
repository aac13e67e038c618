package io.github.logconfig.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as the endpoints see it: the path in decoded segments, the query decoded. */
record ApiRequest(
    String method,
    List<String> segments,
    Map<String, String> query,
    Optional<String> authorization,
    String body) {

  static ApiRequest of(String method, String url, Optional<String> authorization, String body) {
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    List<String> segments =
        Arrays.stream(path.split("/", -1))
            .filter(segment -> !segment.isEmpty())
            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    Map<String, String> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : url.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.put(decode(name), decode(value));
      }
    }
    return new ApiRequest(method, segments, query, authorization, body);
  }

  /** Whether it is for the simulator rather than for the simulated service. */
  boolean isControl() {
    return !segments.isEmpty() && segments.get(0).equals("__simulator");
  }

  /** Method and path. */
  String title() {
    return method + " /" + String.join("/", segments);
  }

  /** The last segment of the path, where the id of an object stands. */
  String lastSegment() {
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  int bodyBytes() {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }

  /** The comma-separated values of a parameter; none if it is not there. */
  List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (String value : query.getOrDefault(name, "").split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

package io.github.logconfig.simulator.internal.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as the endpoints see it: the path in decoded segments, the query decoded. */
public record ApiRequest(
    String method,
    List<String> segments,
    Map<String, String> query,
    Optional<String> authorization,
    String origin,
    String body,
    int bodyBytes) {

  /**
   * Reads a request.
   *
   * @param origin scheme, host and port that it was sent to
   * @throws ApiFailure if path, query or body cannot be decoded
   */
  static ApiRequest of(
      String method, String url, Optional<String> authorization, String origin, byte[] body) {
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    try {
      List<String> segments =
          Arrays.stream(path.split("/", -1))
              .filter(segment -> !segment.isEmpty())
              .map(segment -> decode(segment.replace("+", "%2B")))
              .toList();
      Map<String, String> query = mark < 0 ? Map.of() : query(url.substring(mark + 1));
      return new ApiRequest(
          method.equals("HEAD") ? "GET" : method,
          segments,
          query,
          authorization,
          origin,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString(),
          body.length);
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(400, "The address cannot be decoded.");
    } catch (CharacterCodingException e) {
      throw new ApiFailure(400, "Could not map JSON.");
    }
  }

  /** The same request with another query. */
  public ApiRequest with(Map<String, String> otherQuery) {
    return new ApiRequest(method, segments, otherQuery, authorization, origin, body, bodyBytes);
  }

  /** Whether it is for the simulator rather than for the simulated service. */
  boolean isControl() {
    return !segments.isEmpty() && segments.get(0).equals("__simulator");
  }

  /** Method and path. */
  public String title() {
    return method + " /" + Quoted.text(String.join("/", segments));
  }

  /** Returns the last segment of the path, the id of an object. */
  public String lastSegment() {
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }

  /** The comma-separated values of a parameter; none if it is not there. */
  public List<String> list(String name) {
    String text = query.getOrDefault(name, "");
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (String value : text.split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    return values;
  }

  /** A parameter from 1 to {@code most}. */
  public int integer(String name, int otherwise, int most) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below like a number out of bounds
    }
    throw ApiFailure.invalidParameter(name, "Must be between 1 and " + most);
  }

  /** The parameter {@code fields}, which replaces the default fields. */
  public List<String> fields(List<String> defaults, List<String> known) {
    List<String> fields = list("fields");
    for (String field : fields) {
      if (!known.contains(field)) {
        throw ApiFailure.invalidParameter("fields", "Unknown field '" + Quoted.text(field) + "'");
      }
    }
    return fields.isEmpty() ? defaults : fields.stream().distinct().toList();
  }

  /** Returns the fields of a form. */
  public Map<String, String> form() {
    try {
      return query(body);
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(400, "The form cannot be decoded.");
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (!name.isEmpty()) {
        // a repeated parameter is one with several values
        query.merge(
            name,
            equals < 0 ? "" : decode(pair.substring(equals + 1)),
            (before, value) -> before + "," + value);
      }
    }
    return query;
  }

  private static String decode(String text) {
    return text.indexOf('%') < 0 && text.indexOf('+') < 0
        ? text
        : URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

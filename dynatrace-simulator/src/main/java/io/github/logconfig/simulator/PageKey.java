package io.github.logconfig.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a list goes on: the query of its first page, and how many items have been told. Opaque to
 * clients.
 */
record PageKey(Map<String, String> query, int offset) {

  private static final String SEPARATOR = "\u001f";

  /** The query and offset of a request, which carries either a page key alone or a first query. */
  static PageKey of(ApiRequest request) {
    if (request.parameter("nextPageKey").isEmpty()) {
      return new PageKey(request.query(), 0);
    }
    for (String other : request.query().keySet()) {
      if (!other.equals("nextPageKey")) {
        throw ApiFailure.invalidParameter(
            other, "must not be used in combination with nextPageKey query parameter.");
      }
    }
    return decode(request.parameter("nextPageKey").orElseThrow());
  }

  String encode() {
    StringBuilder text = new StringBuilder().append(offset);
    query.forEach(
        (name, value) -> text.append(SEPARATOR).append(name).append(SEPARATOR).append(value));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static PageKey decode(String key) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
      String[] parts = text.split(SEPARATOR, -1);
      Map<String, String> query = new LinkedHashMap<>();
      for (int i = 1; i + 1 < parts.length; i += 2) {
        query.put(parts[i], parts[i + 1]);
      }
      return new PageKey(query, Integer.parseInt(parts[0]));
    } catch (IllegalArgumentException e) {
      throw ApiFailure.invalidParameter("nextPageKey", "The page key is invalid.");
    }
  }
}

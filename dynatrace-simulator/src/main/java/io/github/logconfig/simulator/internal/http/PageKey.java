package io.github.logconfig.simulator.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Position in a list: the query of its first page and the number of items returned. Opaque to
 * clients.
 */
public record PageKey(Map<String, String> query, int offset) {

  private static final String SEPARATOR = "\u001f";
  private static final String FORMAT = "page/1";

  /** The query and offset of a request, which carries either a page key alone or a first query. */
  public static PageKey of(ApiRequest request) {
    String key = request.query().get("nextPageKey");
    if (key == null) {
      return new PageKey(request.query(), 0);
    }
    for (String other : request.query().keySet()) {
      if (!other.equals("nextPageKey") && !other.equals("api-token")) {
        throw ApiFailure.invalidParameter(
            Quoted.text(other),
            "must not be used in combination with nextPageKey query parameter.");
      }
    }
    return decode(key);
  }

  public String encode() {
    StringBuilder text = new StringBuilder(FORMAT).append(SEPARATOR).append(offset);
    query.forEach(
        (name, value) -> {
          if (!name.equals("api-token")) {
            text.append(SEPARATOR).append(name).append(SEPARATOR).append(value);
          }
        });
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static PageKey decode(String key) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
      String[] parts = text.split(SEPARATOR, -1);
      if (parts.length >= 2 && parts[0].equals(FORMAT) && Integer.parseInt(parts[1]) >= 0) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 2; i + 1 < parts.length; i += 2) {
          query.put(parts[i], parts[i + 1]);
        }
        return new PageKey(query, Integer.parseInt(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      // answered below like a key of another kind
    }
    throw ApiFailure.invalidParameter("nextPageKey", "The page key is invalid.");
  }
}

package io.github.logconfig.dynatrace.internal.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.dynatrace.SettingsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads error bodies of every known shape: an array of results, one result, an error envelope, or
 * no JSON. Never throws; a body that cannot be read becomes a text of limited length.
 */
public final class ErrorDecoder {

  private static final int MAX_TEXT = 200;
  private static final int MAX_MESSAGE = 2_000;

  private static final Pattern WEB_PAGE =
      Pattern.compile("\\s*<(!doctype html|html)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAGE_TITLE =
      Pattern.compile("<title[^>]{0,200}>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

  private ErrorDecoder() {}

  /** Returns the error in a body; the first one of an array. */
  public static SettingsError decode(int status, String body) {
    JsonNode json = parse(body);
    JsonNode result = json.isArray() ? firstFailed(json) : json;
    JsonNode error = result.path("error");
    if (error.isObject()) {
      return error(status, error);
    }
    return new SettingsError(status, webPage(body).orElseGet(() -> bounded(body)), List.of());
  }

  /** Returns a description of a body that is a web page, for example that of a proxy. */
  public static Optional<String> webPage(String body) {
    if (!WEB_PAGE.matcher(body).lookingAt()) {
      return Optional.empty();
    }
    Matcher title = PAGE_TITLE.matcher(body);
    String text = title.find() ? bounded(title.group(1)) : "";
    return Optional.of(text.isBlank() ? "a web page" : "the web page \"" + text + "\"");
  }

  /** Returns the results of a batch if the body is an array of that length; otherwise none. */
  public static List<JsonNode> resultsOf(String body, int expected) {
    JsonNode json = parse(body);
    List<JsonNode> results = new ArrayList<>();
    if (json.isArray() && json.size() == expected) {
      json.forEach(results::add);
    }
    return results.stream().allMatch(result -> result.path("code").isInt()) ? results : List.of();
  }

  /** Returns the error object of a result or an envelope. */
  public static SettingsError error(int status, JsonNode error) {
    List<ConstraintViolation> violations = new ArrayList<>();
    for (JsonNode violation : error.path("constraintViolations")) {
      violations.add(
          new ConstraintViolation(
              bounded(violation.path("path").asText(""), MAX_MESSAGE),
              bounded(violation.path("message").asText(""), MAX_MESSAGE)));
    }
    return new SettingsError(
        error.path("code").asInt(status),
        bounded(error.path("message").asText(""), MAX_MESSAGE),
        violations,
        Optional.empty(),
        missing(error.path("details")));
  }

  /** Returns the scopes and permissions that an error of the query API names. */
  private static List<String> missing(JsonNode details) {
    List<String> missing = new ArrayList<>();
    for (String list : List.of("missingScopes", "missingPermissions")) {
      for (JsonNode name : details.path(list)) {
        String text = bounded(name.asText(""));
        if (!text.isBlank() && !missing.contains(text)) {
          missing.add(text);
        }
      }
    }
    return missing;
  }

  private static JsonNode firstFailed(JsonNode array) {
    for (JsonNode result : array) {
      if (result.path("error").isObject()) {
        return result;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode parse(String body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns a text on one line, truncated if it is long. */
  public static String bounded(String body) {
    return bounded(body, MAX_TEXT);
  }

  private static String bounded(String text, int max) {
    // cut before the pattern runs: a body may be large
    String head = text.substring(0, Math.min(text.length(), 2 * max));
    String line = head.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
    return line.length() > max || head.length() < text.length()
        ? line.substring(0, Math.min(line.length(), max)) + "…"
        : line;
  }
}

package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.HashSet;
import java.util.Set;

/**
 * The errors of an answer. An error that says which environment or cluster it is about leaves that
 * one out; any other leaves out everything.
 */
public final class GraphQlErrors {

  private final Set<String> entries = new HashSet<>();
  private final SecretMask mask;
  private boolean elsewhere;

  public GraphQlErrors(JsonNode answer, SecretMask mask, Place place, Problems problems) {
    this.mask = mask;
    JsonNode errors = answer.path("errors");
    if (errors.isArray()) {
      errors.forEach(error -> add(error, answer, place, problems));
    } else if (!errors.isMissingNode() && !errors.isNull()) {
      elsewhere = true;
      problems.add(
          place, "errors of the answer are not a list: " + Quoted.of(mask.mask(errors.toString())));
    }
  }

  /** Whether nothing of the answer can be relied on. */
  public boolean concernEverything() {
    return elsewhere;
  }

  public boolean concern(String list, int index) {
    return entries.contains(list + "/" + index);
  }

  private void add(JsonNode error, JsonNode answer, Place place, Problems problems) {
    String list = error.at("/path/0").asText();
    JsonNode index = error.at("/path/1");
    JsonNode entry = answer.path("data").path(list).path(index.asInt(-1));
    boolean known = index.isInt() && entry.path("path").isTextual();
    if (known) {
      entries.add(list + "/" + index.asInt());
    } else {
      elsewhere = true;
    }
    problems.add(
        place,
        "the server reports the error "
            + Quoted.of(mask.mask(error.path("message").asText(error.toString())))
            + (known ? " in " + Quoted.of(entry.path("path").textValue()) : ""));
  }
}

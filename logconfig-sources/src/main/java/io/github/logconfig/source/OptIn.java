package io.github.logconfig.source;

import io.fabric8.kubernetes.api.model.Namespace;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.Problems.Place;
import java.util.Map;
import java.util.Optional;

/**
 * The label or annotation by which a namespace opts in.
 *
 * @param key the name of both
 */
record OptIn(String key) {

  /** The namespace's name if it opts in; empty, and a problem, if it cannot be told. */
  Optional<NamespaceName> read(Namespace namespace, Problems problems) {
    Place place = Place.wholeOf("namespace " + namespace.getMetadata().getName());
    if (isGoing(namespace)) {
      return Optional.empty();
    }
    String label = label(namespace);
    String annotation = annotation(namespace);
    if (!label.isEmpty() && !annotation.isEmpty() && !label.equals(annotation)) {
      problems.add(place, "label and annotation " + key + " disagree");
      return Optional.empty();
    }
    String value = label.isEmpty() ? annotation : label;
    if (value.isEmpty() || value.equals("false")) {
      return Optional.empty();
    }
    if (!value.equals("true")) {
      problems.add(place, key + " must be \"true\" or \"false\", not " + Quoted.of(value));
      return Optional.empty();
    }
    try {
      return Optional.of(new NamespaceName(namespace.getMetadata().getName()));
    } catch (InvalidValueException e) {
      problems.add(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether the namespace says anything about its logs. */
  boolean isMarked(Namespace namespace) {
    return !label(namespace).isEmpty() || !annotation(namespace).isEmpty();
  }

  /** Whether both say the same about their logs. */
  boolean isSame(Namespace before, Namespace after) {
    return label(before).equals(label(after))
        && annotation(before).equals(annotation(after))
        && isGoing(before) == isGoing(after);
  }

  private static boolean isGoing(Namespace namespace) {
    return namespace.getMetadata().getDeletionTimestamp() != null;
  }

  private String label(Namespace namespace) {
    return value(namespace.getMetadata().getLabels());
  }

  private String annotation(Namespace namespace) {
    return value(namespace.getMetadata().getAnnotations());
  }

  private String value(Map<String, String> entries) {
    return entries == null ? "" : entries.getOrDefault(key, "");
  }
}

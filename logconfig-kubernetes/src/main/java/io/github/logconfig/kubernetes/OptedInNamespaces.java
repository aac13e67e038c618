package io.github.logconfig.kubernetes;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the namespaces of a cluster that opt in by a label or an annotation.
 *
 * <p>Anyone who may label a namespace may set an invalid value. It is a problem of that namespace
 * only, which stays as it is.
 */
final class OptedInNamespaces {

  private final String key;
  private final String cluster;
  private final Problems problems;
  private final List<NamespaceName> names = new ArrayList<>();
  private boolean hasInvalidName;

  OptedInNamespaces(String key, String cluster, Problems problems) {
    this.key = key;
    this.cluster = cluster;
    this.problems = problems;
  }

  /** Returns the namespaces that opt in; empty if the name of one of them is invalid. */
  Optional<List<NamespaceName>> names() {
    return hasInvalidName ? Optional.empty() : Optional.of(names);
  }

  void add(NamespaceMetadata namespace) {
    if (namespace.deleting()) {
      return;
    }
    String label = namespace.label();
    String annotation = namespace.annotation();
    if (!label.isEmpty() && !annotation.isEmpty() && !label.equals(annotation)) {
      problem(namespace, "label and annotation " + key + " differ");
      return;
    }
    String value = label.isEmpty() ? annotation : label;
    if (value.isEmpty() || value.equals("false")) {
      return;
    }
    if (!value.equals("true")) {
      problem(namespace, key + " must be \"true\" or \"false\", not " + Quoted.of(value));
      return;
    }
    try {
      names.add(new NamespaceName(namespace.name()));
    } catch (InvalidValueException e) {
      hasInvalidName = true;
      problems.add(location(namespace), String.valueOf(e.getMessage()));
    }
  }

  private void problem(NamespaceMetadata namespace, String message) {
    problems.add(
        new Problem(
            location(namespace).file(),
            0,
            message,
            Problem.Kind.INVALID,
            Optional.empty(),
            Optional.empty(),
            name(namespace)));
  }

  private static Optional<NamespaceName> name(NamespaceMetadata namespace) {
    try {
      return Optional.of(new NamespaceName(namespace.name()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private SourceLocation location(NamespaceMetadata namespace) {
    return SourceLocation.ofFile("cluster " + cluster + ", namespace " + namespace.name());
  }
}

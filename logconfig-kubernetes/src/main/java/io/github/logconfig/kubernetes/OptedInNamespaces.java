package io.github.logconfig.kubernetes;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final Map<NamespaceName, SourceLocation> names = new LinkedHashMap<>();
  private final SourceLocation label;
  private final SourceLocation annotation;
  private boolean hasInvalidName;

  OptedInNamespaces(String key, String cluster, Problems problems) {
    this.key = key;
    this.cluster = cluster;
    this.problems = problems;
    this.label = SourceLocation.ofPlace("cluster " + cluster + ", label " + key);
    this.annotation = SourceLocation.ofPlace("cluster " + cluster + ", annotation " + key);
  }

  /**
   * Returns the namespaces that opt in, and whether by a label or an annotation; empty if the name
   * of one of them is invalid.
   */
  Optional<Map<NamespaceName, SourceLocation>> names() {
    return hasInvalidName ? Optional.empty() : Optional.of(names);
  }

  void add(NamespaceMetadata namespace) {
    if (namespace.deleting()) {
      return;
    }
    String ofLabel = namespace.label();
    String ofAnnotation = namespace.annotation();
    if (!ofLabel.isEmpty() && !ofAnnotation.isEmpty() && !ofLabel.equals(ofAnnotation)) {
      problem(namespace, "label and annotation " + key + " differ");
      return;
    }
    String value = ofLabel.isEmpty() ? ofAnnotation : ofLabel;
    if (value.isEmpty() || value.equals("false")) {
      return;
    }
    if (!value.equals("true")) {
      problem(namespace, key + " must be \"true\" or \"false\", not " + Quoted.of(value));
      return;
    }
    try {
      names.put(new NamespaceName(namespace.name()), ofLabel.isEmpty() ? annotation : label);
    } catch (InvalidValueException e) {
      hasInvalidName = true;
      problems.add(location(namespace), String.valueOf(e.getMessage()));
    }
  }

  private void problem(NamespaceMetadata namespace, String message) {
    problems.add(
        new Problem(
            location(namespace),
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
    return SourceLocation.ofPlace("cluster " + cluster + ", namespace " + namespace.name());
  }
}

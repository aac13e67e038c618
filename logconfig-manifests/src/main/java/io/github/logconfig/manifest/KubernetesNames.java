package io.github.logconfig.manifest;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.SecretMask;
import java.util.regex.Pattern;

/** Validates text that becomes part of names, paths and queries in manifests. */
final class KubernetesNames {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern KEY =
      Pattern.compile("(?!\\.\\.?$)[._a-zA-Z0-9][-._a-zA-Z0-9]{0,252}");
  private static final Pattern IMAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/@-]{0,511}");

  private KubernetesNames() {}

  static void requireLabel(String what, String text) {
    require(LABEL, what, text, "a DNS label (1 to 63 lower-case letters, digits or '-')");
  }

  static void requireObjectName(String what, String text) {
    require(OBJECT, what, text, "the name of a Kubernetes object");
  }

  static void requireKey(String what, String text) {
    require(KEY, what, text, "a key of a secret (letters, digits, '.', '_' or '-')");
  }

  static void requireImage(String text) {
    require(IMAGE, "image", text, "an image reference");
  }

  static void require(Pattern syntax, String what, String text, String expected) {
    if (!syntax.matcher(text).matches()) {
      throw new InvalidValueException(what, text, expected);
    }
    // a manifest is published: a token that was pasted into the wrong option must not get there
    String masked = SecretMask.BY_FORM.mask(text);
    if (!masked.equals(text)) {
      throw new InvalidValueException(what, masked, expected + ", and no token");
    }
  }
}

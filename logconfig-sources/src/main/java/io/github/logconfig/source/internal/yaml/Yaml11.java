package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import java.util.regex.Pattern;

/**
 * Policy for text that YAML 1.1 reads as another type. Many tools still read YAML 1.1: for them an
 * unquoted {@code no} is false, {@code 0123} is 83 and {@code 2026-01-31} is a date.
 */
public enum Yaml11 {
  /** Other tools read the same file and get another value, so the text is a problem. */
  REJECT,
  /** The file is YAML 1.2, but its author may expect another type, so the text is a warning. */
  WARN,
  /** The text does not come from YAML. */
  ACCEPT;

  private static final Pattern BOOLEAN =
      Pattern.compile("yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|[1-9][0-9_]*(:[0-5]?[0-9])+"
              + "|[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?"
              + "|[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*)");
  private static final Pattern DATE =
      Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");

  /** Longer text has none of these types. */
  private static final int MAX_LENGTH = 100;

  private static final int MAX_BOOLEAN_LENGTH = 3;

  /** Returns whether the text of a scalar is accepted. */
  boolean check(Node.Scalar scalar, String what, SourceLocation document, Problems problems) {
    if (this == ACCEPT || !scalar.isPlain()) {
      return true;
    }
    String text = scalar.text();
    String other = yaml11Type(text);
    if (other.isEmpty()) {
      return true;
    }
    String message =
        what + ": YAML 1.1 reads " + Quoted.of(text) + " as a " + other + "; put it in quotes";
    SourceLocation location = document.atLine(scalar.line());
    if (this == REJECT) {
      problems.add(location, message);
      return false;
    }
    problems.warn(location, message);
    return true;
  }

  private static String yaml11Type(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return "";
    }
    if (text.length() <= MAX_BOOLEAN_LENGTH && BOOLEAN.matcher(text).matches()) {
      return "boolean";
    }
    // most text is a name; there may be a million of them
    if ("+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return "";
    }
    if (NUMBER.matcher(text).matches()) {
      return "number";
    }
    return DATE.matcher(text).matches() ? "date" : "";
  }
}

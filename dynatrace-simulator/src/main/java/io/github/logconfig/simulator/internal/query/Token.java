package io.github.logconfig.simulator.internal.query;

/**
 * A word or sign of a query.
 *
 * @param text what it stands for: a string without quotes and escapes, anything else as it is
 * @param start index of its first character
 * @param end index behind its last character
 */
record Token(Kind kind, String text, int start, int end) {

  /** What a token is. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    DURATION,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** Returns how messages name it. */
  String shown() {
    return kind == Kind.END ? "the end of the query" : "\"" + text + "\"";
  }
}

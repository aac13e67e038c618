package io.github.logconfig.simulator.internal.query;

import io.github.logconfig.simulator.internal.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits the text of a query into tokens; spaces and comments separate them. */
final class DqlLexer {

  private static final List<String> SIGNS =
      List.of(
          "==", "!=", "<=", ">=", "|", ",", ":", "=", "<", ">", "(", ")", "{", "}", "[", "]", "+",
          "-", "*", "/");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private DqlLexer(String text) {
    this.text = text;
  }

  /** Returns the tokens of a query; the last one is its end. */
  static List<Token> tokens(String text) {
    DqlLexer lexer = new DqlLexer(text);
    while (lexer.skipToNext()) {
      lexer.tokens.add(lexer.next());
    }
    lexer.tokens.add(new Token(Kind.END, "", text.length(), text.length()));
    return lexer.tokens;
  }

  private boolean skipToNext() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw error("the comment has no end", at, text.length());
        }
        at = end + 2;
      } else {
        return true;
      }
    }
    return false;
  }

  private Token next() {
    int start = at;
    char first = text.charAt(at);
    if (isLetter(first)) {
      at = endOfName(at);
      return new Token(Kind.NAME, text.substring(start, at), start, at);
    }
    if (isDigit(first)) {
      return number();
    }
    if (first == '"') {
      return new Token(Kind.STRING, quoted('"'), start, at);
    }
    if (first == '`') {
      return new Token(Kind.NAME, quoted('`'), start, at);
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign, start, at);
      }
    }
    throw error("unexpected character", start, start + 1);
  }

  /** A number, or a duration: a number and its unit. */
  private Token number() {
    int start = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    int unit = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    Kind kind = at == unit ? Kind.NUMBER : Kind.DURATION;
    return new Token(kind, text.substring(start, at), start, at);
  }

  private String quoted(char quote) {
    int start = at;
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return value.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        value.append(escaped(text.charAt(at)));
      } else {
        value.append(c);
      }
    }
    throw error("the text has no closing " + quote, start, text.length());
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  /** Names may contain dots, as fields do: {@code k8s.cluster.uid}. */
  private int endOfName(int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean dot =
          c == '.'
              && end + 1 < text.length()
              && (isLetter(text.charAt(end + 1)) || isDigit(text.charAt(end + 1)));
      if (!isLetter(c) && !isDigit(c) && !dot) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DqlException error(String message, int start, int end) {
    return new DqlException("PARSE_ERROR", message, start, end);
  }
}

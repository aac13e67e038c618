package io.github.logconfig.source.internal.rules;

import io.github.logconfig.model.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses the blocks of Terraform's configuration language. Values are literal strings, booleans,
 * and lists of strings; anything else is an expression, which is passed over and has no value. The
 * parser guesses nothing: what it does not understand is an error.
 */
final class Hcl {

  /**
   * A block.
   *
   * @param line the line of its first character, from 1
   */
  record Block(
      String type,
      List<String> labels,
      int line,
      Map<String, Value> attributes,
      List<Block> blocks) {

    List<Block> blocks(String ofType) {
      return blocks.stream().filter(block -> block.type.equals(ofType)).toList();
    }

    Optional<Object> value(String attribute) {
      Value value = attributes.get(attribute);
      return value == null ? Optional.empty() : value.literal();
    }
  }

  /**
   * The value of an attribute.
   *
   * @param literal a string, a boolean or a list of strings; empty if it is an expression
   */
  record Value(Optional<Object> literal, int line) {}

  /** Thrown if the text does not have the expected syntax. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    SyntaxException(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int line = 1;

  private Hcl(String text) {
    this.text = text;
  }

  /** Returns the blocks at the top of a file. */
  static List<Block> parse(String text) throws SyntaxException {
    Hcl parser = new Hcl(text.startsWith("\uFEFF") ? text.substring(1) : text);
    return parser.body("file", List.of(), 1, 0).blocks();
  }

  private Block body(String type, List<String> labels, int startLine, int depth)
      throws SyntaxException {
    if (depth > MAX_DEPTH) {
      throw error("blocks are nested deeper than " + MAX_DEPTH);
    }
    Map<String, Value> attributes = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    while (true) {
      skipSpace(true);
      if (at >= text.length()) {
        if (depth > 0) {
          throw error("the block in line " + startLine + " is not closed");
        }
        return new Block(type, labels, startLine, attributes, blocks);
      }
      if (peek() == '}' && depth > 0) {
        advance();
        return new Block(type, labels, startLine, attributes, blocks);
      }
      int lineOfName = line;
      String name = identifier();
      skipSpace(false);
      if (peek() == '=' && peek(1) != '=') {
        advance();
        if (attributes.put(name, value()) != null) {
          throw new SyntaxException(lineOfName, name + " is defined twice");
        }
      } else {
        List<String> ofBlock = new ArrayList<>();
        while (peek() != '{') {
          ofBlock.add(
              peek() == '"'
                  ? string().orElseThrow(() -> error("a label of a block has an expression"))
                  : identifier());
          skipSpace(false);
        }
        advance();
        blocks.add(body(name, ofBlock, lineOfName, depth + 1));
      }
    }
  }

  private Value value() throws SyntaxException {
    skipSpace(false);
    int lineOfValue = line;
    int start = at;
    Optional<Object> literal = literal();
    if (literal.isPresent()) {
      skipSpace(false);
      if (at >= text.length() || peek() == '\n' || peek() == '\r' || peek() == '}') {
        return new Value(literal, lineOfValue);
      }
    }
    at = start;
    line = lineOfValue;
    skipExpression();
    return new Value(Optional.empty(), lineOfValue);
  }

  private Optional<Object> literal() throws SyntaxException {
    if (peek() == '"') {
      return string().map(it -> it);
    }
    if (peek() == '[') {
      return list().map(it -> it);
    }
    for (String word : List.of("true", "false")) {
      if (text.startsWith(word, at) && !isIdentifier(peek(word.length()))) {
        at += word.length();
        return Optional.of(Boolean.valueOf(word));
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> list() throws SyntaxException {
    List<String> items = new ArrayList<>();
    advance();
    while (true) {
      skipSpace(true);
      if (peek() == ']') {
        advance();
        return Optional.of(items);
      }
      Optional<String> item = peek() == '"' ? string() : Optional.empty();
      if (item.isEmpty()) {
        return Optional.empty();
      }
      items.add(item.get());
      skipSpace(true);
      if (peek() == ',') {
        advance();
      } else if (peek() != ']') {
        return Optional.empty();
      }
    }
  }

  /** Reads a quoted string; empty if it has a template expression. */
  private Optional<String> string() throws SyntaxException {
    int startLine = line;
    StringBuilder value = new StringBuilder();
    boolean literal = true;
    advance();
    while (peek() != '"') {
      char c = peek();
      if (at >= text.length() || c == '\n') {
        throw new SyntaxException(startLine, "a string is not closed");
      }
      if ((c == '$' || c == '%') && peek(1) == c && peek(2) == '{') {
        value.append(c).append('{');
        at += 3;
      } else if ((c == '$' || c == '%') && peek(1) == '{') {
        literal = false;
        advance();
        skipBrackets();
      } else if (c == '\\') {
        value.append(escape());
      } else {
        value.append(c);
        advance();
      }
    }
    advance();
    return literal ? Optional.of(value.toString()) : Optional.empty();
  }

  private String escape() throws SyntaxException {
    char c = peek(1);
    if (c == 'u' || c == 'U') {
      int digits = c == 'u' ? 4 : 8;
      try {
        String escaped = text.substring(at + 2, at + 2 + digits);
        at += 2 + digits;
        return Character.toString(Integer.parseInt(escaped, 16));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw error("an escape sequence is not valid");
      }
    }
    at += 2;
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"' -> "\"";
      case '\\' -> "\\";
      default -> throw error("an escape sequence is not valid: \\" + Quoted.line("" + c));
    };
  }

  /** Passes over an expression up to the end of its line, or of the block. */
  private void skipExpression() throws SyntaxException {
    while (at < text.length()) {
      char c = peek();
      if (c == '\n' || c == '}') {
        return;
      }
      if (c == '(' || c == '[' || c == '{') {
        skipBrackets();
      } else {
        skipPart();
      }
    }
  }

  /** Passes over an opening bracket, its content, and the closing bracket. */
  private void skipBrackets() throws SyntaxException {
    int startLine = line;
    int depth = 0;
    while (at < text.length()) {
      char c = peek();
      if (c == '(' || c == '[' || c == '{') {
        depth++;
        advance();
      } else if (c == ')' || c == ']' || c == '}') {
        advance();
        if (--depth == 0) {
          return;
        }
      } else {
        skipPart();
      }
    }
    throw new SyntaxException(startLine, "a bracket is not closed");
  }

  /** Passes over a string, a heredoc, a comment, or one character. */
  private void skipPart() throws SyntaxException {
    if (peek() == '"') {
      string();
    } else if (peek() == '<' && peek(1) == '<' && (isIdentifier(peek(2)) || peek(2) == '-')) {
      skipHeredoc();
    } else if (isComment()) {
      skipComment();
    } else {
      advance();
    }
  }

  private void skipHeredoc() throws SyntaxException {
    int startLine = line;
    at += peek(2) == '-' ? 3 : 2;
    String marker = identifier();
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String row = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end;
      if (row.strip().equals(marker)) {
        return; // the line break ends the expression
      }
      if (end >= 0) {
        advance();
      }
    }
    throw new SyntaxException(startLine, "a heredoc is not closed");
  }

  private void skipSpace(boolean withLineBreaks) throws SyntaxException {
    while (at < text.length()) {
      char c = peek();
      if (c == ' ' || c == '\t' || (withLineBreaks && (c == '\n' || c == '\r'))) {
        advance();
      } else if (isComment()) {
        skipComment();
      } else {
        return;
      }
    }
  }

  private boolean isComment() {
    return peek() == '#' || (peek() == '/' && (peek(1) == '/' || peek(1) == '*'));
  }

  /** Passes over a comment, without the line break that ends it. */
  private void skipComment() throws SyntaxException {
    int startLine = line;
    if (peek() == '/' && peek(1) == '*') {
      while (!(peek() == '*' && peek(1) == '/')) {
        if (at >= text.length()) {
          throw new SyntaxException(startLine, "a comment is not closed");
        }
        advance();
      }
      at += 2;
      return;
    }
    while (at < text.length() && peek() != '\n') {
      advance();
    }
  }

  private String identifier() throws SyntaxException {
    int start = at;
    while (isIdentifier(peek())) {
      advance();
    }
    if (start == at) {
      throw error(
          at >= text.length()
              ? "the file ends too early"
              : "a name is expected instead of " + Quoted.of("" + peek()));
    }
    return text.substring(start, at);
  }

  private static boolean isIdentifier(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private char peek() {
    return peek(0);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void advance() {
    if (peek() == '\n') {
      line++;
    }
    at++;
  }

  private SyntaxException error(String message) {
    return new SyntaxException(line, message);
  }
}

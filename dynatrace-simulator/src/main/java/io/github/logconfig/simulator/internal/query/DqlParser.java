package io.github.logconfig.simulator.internal.query;

import io.github.logconfig.simulator.internal.query.DqlQuery.Aggregate;
import io.github.logconfig.simulator.internal.query.DqlQuery.Condition;
import io.github.logconfig.simulator.internal.query.DqlQuery.Group;
import io.github.logconfig.simulator.internal.query.DqlQuery.Metric;
import io.github.logconfig.simulator.internal.query.Token.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Parses the part of DQL that the simulator executes, and names everything else in the error:
 *
 * <pre>
 * query     = "fetch" "logs" {"," parameter} {"|" command}
 *           | "timeseries" name "=" "sum" "(" metric ")" {"," series} {"|" "limit" number}
 * series    = ("from" | "to") ":" value | "interval" ":" duration | "filter" ":" condition
 *           | "by" ":" (field | "{" fields "}")
 * parameter = ("from" | "to" | "timeframe" | "scanLimitGBytes" | "samplingRatio" | "bucket") ":" value
 * command   = "filter" condition | "summarize" summary | "limit" number
 * condition = and {"or" and};  and = not {"and" not};  not = ["not"] primary
 * primary   = "(" condition ")" | "in" "(" field "," texts ")" | "isNull" "(" field ")"
 *           | "isNotNull" "(" field ")" | field ("==" | "!=") text
 * summary   = aggregate {"," aggregate} ["," "by" ":" (field | "{" fields "}")]
 * aggregate = [name "="] ("count" "(" ")" | ("min" | "max") "(" "timestamp" ")")
 * </pre>
 */
final class DqlParser {

  private static final String TIMESTAMP = "timestamp";
  private static final int DEEPEST = 100;
  private static final long MINUTE = 60_000;
  private static final Map<String, Long> MILLIS =
      Map.of(
          "ms",
          1L,
          "s",
          1_000L,
          "m",
          60_000L,
          "h",
          3_600_000L,
          "d",
          86_400_000L,
          "w",
          604_800_000L);

  private final List<Token> tokens;
  private final long now;
  private int at;
  private int depth;

  private OptionalLong from = OptionalLong.empty();
  private OptionalLong to = OptionalLong.empty();
  private OptionalLong scanLimit = OptionalLong.empty();
  private OptionalLong sampling = OptionalLong.empty();
  private OptionalLong limit = OptionalLong.empty();
  private final List<String> buckets = new ArrayList<>();
  private final List<Condition> filters = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  private DqlParser(List<Token> tokens, long now) {
    this.tokens = tokens;
    this.now = now;
  }

  /**
   * Parses a query.
   *
   * @param now what {@code now()} means, in milliseconds since 1970
   * @throws DqlException if it is not a query, or not one that the simulator executes
   */
  static DqlQuery parse(String text, long now) {
    return new DqlParser(DqlLexer.tokens(text), now).query();
  }

  private DqlQuery query() {
    Token command = next(Kind.NAME, "a command");
    if (command.text().equals("timeseries")) {
      return series();
    }
    if (!command.text().equals("fetch")) {
      throw unsupported(command, "command " + command.shown(), "fetch, timeseries");
    }
    Token data = next(Kind.NAME, "a data object");
    if (!data.text().equals("logs")) {
      throw unsupported(data, "data object " + data.shown(), "logs");
    }
    while (accept(",")) {
      parameter();
    }
    while (accept("|")) {
      command();
    }
    if (peek().kind() != Kind.END) {
      throw unexpected(peek(), "| or the end of the query");
    }
    if (aggregates.isEmpty()) {
      throw unsupported(peek(), "a query without summarize", "fetch, filter and summarize");
    }
    return parsed(Optional.empty());
  }

  private DqlQuery parsed(Optional<Metric> metric) {
    return new DqlQuery(
        metric,
        from,
        to,
        scanLimit,
        sampling,
        List.copyOf(buckets),
        List.copyOf(filters),
        List.copyOf(aggregates),
        List.copyOf(groups),
        limit);
  }

  private DqlQuery series() {
    String name = next(Kind.NAME, "a name").text();
    expect("=");
    Token function = next(Kind.NAME, "an aggregation");
    if (!function.text().equals("sum")) {
      throw unsupported(function, "aggregation " + function.shown(), "sum");
    }
    expect("(");
    String key = next(Kind.NAME, "a metric").text();
    expect(")");
    long interval = MINUTE;
    while (accept(",")) {
      if (peek().isName("by")) {
        groups();
        continue;
      }
      Token parameter = next(Kind.NAME, "a parameter");
      expect(":");
      switch (parameter.text()) {
        case "from" -> from = OptionalLong.of(time());
        case "to" -> to = OptionalLong.of(time());
        case "interval" -> interval = duration();
        case "filter" -> filters.add(condition());
        default ->
            throw unsupported(
                parameter, "parameter " + parameter.shown(), "by, from, to, interval, filter");
      }
    }
    while (accept("|")) {
      expectName("limit");
      limit = OptionalLong.of(number());
    }
    if (peek().kind() != Kind.END) {
      throw unexpected(peek(), "| limit or the end of the query");
    }
    return parsed(Optional.of(new Metric(name, key, Math.max(MINUTE, interval))));
  }

  private void parameter() {
    Token name = next(Kind.NAME, "a parameter");
    expect(":");
    switch (name.text()) {
      case "from" -> from = OptionalLong.of(time());
      case "to" -> to = OptionalLong.of(time());
      case "timeframe" -> timeframe();
      case "scanLimitGBytes" -> scanLimit = OptionalLong.of(number());
      case "samplingRatio" -> sampling = OptionalLong.of(number());
      case "bucket" -> buckets.addAll(texts());
      default ->
          throw unsupported(
              name,
              "parameter " + name.shown(),
              "from, to, timeframe," + " scanLimitGBytes, samplingRatio, bucket");
    }
  }

  private void command() {
    Token name = next(Kind.NAME, "a command");
    if (!aggregates.isEmpty() && !name.text().equals("limit")) {
      throw unsupported(name, "command " + name.shown() + " after summarize", "limit");
    }
    switch (name.text()) {
      case "filter" -> filters.add(condition());
      case "summarize" -> summary();
      case "limit" -> limit = OptionalLong.of(number());
      default -> throw unsupported(name, "command " + name.shown(), "filter, summarize, limit");
    }
  }

  // times

  private long time() {
    Token token = peek();
    if (token.is("-")) {
      next();
      return now - duration();
    }
    if (token.kind() == Kind.STRING) {
      return instant(next());
    }
    Token name = next(Kind.NAME, "a time such as -10m, now() or \"2026-01-31T12:00:00Z\"");
    expect("(");
    long time;
    if (name.text().equals("toTimestamp")) {
      time = instant(next(Kind.STRING, "a time in quotes"));
      expect(")");
      return time;
    }
    if (!name.text().equals("now")) {
      throw unsupported(name, "function " + name.shown(), "now, toTimestamp");
    }
    expect(")");
    time = now;
    while (peek().is("-") || peek().is("+")) {
      time += next().is("-") ? -duration() : duration();
    }
    return time;
  }

  private void timeframe() {
    Token token = next(Kind.STRING, "a time frame such as \"START/END\"");
    String[] times = token.text().split("/", -1);
    if (times.length != 2) {
      throw unexpected(token, "a time frame such as \"START/END\"");
    }
    from = OptionalLong.of(instant(new Token(Kind.STRING, times[0], token.start(), token.end())));
    to = OptionalLong.of(instant(new Token(Kind.STRING, times[1], token.start(), token.end())));
  }

  private long duration() {
    Token token = next(Kind.DURATION, "a duration such as 10m");
    int digits = 0;
    while (Character.isDigit(token.text().charAt(digits))) {
      digits++;
    }
    Long unit = MILLIS.get(token.text().substring(digits));
    if (unit == null || digits > 9) {
      throw unexpected(token, "a duration in ms, s, m, h, d or w");
    }
    return Long.parseLong(token.text().substring(0, digits)) * unit;
  }

  private static long instant(Token token) {
    try {
      return token.text().endsWith("Z")
          ? Instant.parse(token.text()).toEpochMilli()
          : OffsetDateTime.parse(token.text()).toInstant().toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw unexpected(token, "a time such as \"2026-01-31T12:00:00Z\"");
    }
  }

  /** Returns the time of a parameter of the request, in milliseconds since 1970. */
  static long instant(String text) {
    return instant(new Token(Kind.STRING, text, 0, 0));
  }

  private long number() {
    boolean negative = accept("-");
    Token token = next(Kind.NUMBER, "a number");
    if (!token.text().matches("[0-9]{1,15}")) {
      throw unexpected(token, "a whole number");
    }
    return (negative ? -1 : 1) * Long.parseLong(token.text());
  }

  // conditions

  private Condition condition() {
    Condition condition = conjunction();
    while (acceptName("or")) {
      condition = new Condition.Or(condition, conjunction());
    }
    return condition;
  }

  private Condition conjunction() {
    Condition condition = negation();
    while (acceptName("and")) {
      condition = new Condition.And(condition, negation());
    }
    return condition;
  }

  private Condition negation() {
    boolean negative = acceptName("not");
    Condition condition = primary();
    return negative ? new Condition.Not(condition) : condition;
  }

  private Condition primary() {
    Token first = peek();
    if (accept("(")) {
      depth++;
      if (depth > DEEPEST) {
        throw unexpected(first, "at most " + DEEPEST + " nested conditions");
      }
      Condition inner = condition();
      depth--;
      expect(")");
      return inner;
    }
    Token name = next(Kind.NAME, "a field or a function");
    if (accept("(")) {
      Condition call = call(name);
      expect(")");
      return call;
    }
    Token operator = next();
    Condition.In equal =
        new Condition.In(field(name), Set.of(next(Kind.STRING, "a text in quotes").text()));
    if (operator.is("==")) {
      return equal;
    }
    if (operator.is("!=")) {
      return new Condition.Not(equal);
    }
    throw unsupported(operator, "operator " + operator.shown(), "==, !=");
  }

  private Condition call(Token function) {
    return switch (function.text()) {
      case "in" -> {
        String field = field(next(Kind.NAME, "a field"));
        expect(",");
        yield new Condition.In(field, new HashSet<>(texts()));
      }
      case "isNull" -> new Condition.IsNull(field(next(Kind.NAME, "a field")));
      case "isNotNull" ->
          new Condition.Not(new Condition.IsNull(field(next(Kind.NAME, "a field"))));
      default ->
          throw unsupported(function, "function " + function.shown(), "in, isNull, isNotNull");
    };
  }

  /** Texts in braces, in {@code array(…)}, or one after the other. */
  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    boolean braces = accept("{");
    boolean array = !braces && acceptName("array");
    if (array) {
      expect("(");
    }
    do {
      texts.add(next(Kind.STRING, "a text in quotes").text());
    } while ((braces || array || peekAt(1).kind() == Kind.STRING) && accept(","));
    if (braces) {
      expect("}");
    } else if (array) {
      expect(")");
    }
    return texts;
  }

  private static String field(Token name) {
    if (name.text().equals(TIMESTAMP)) {
      throw unsupported(name, "a condition on timestamp", "from and to");
    }
    return name.text();
  }

  // the summary

  private void summary() {
    boolean braces = accept("{");
    do {
      if (!braces && peek().isName("by") && peekAt(1).is(":")) {
        groups();
        return;
      }
      aggregates.add(aggregate());
    } while (accept(","));
    if (braces) {
      expect("}");
      if (accept(",")) {
        groups();
      }
    }
  }

  private Aggregate aggregate() {
    String alias = alias();
    Token function = next(Kind.NAME, "an aggregation");
    expect("(");
    String argument = "";
    if (function.text().equals("min") || function.text().equals("max")) {
      Token field = next(Kind.NAME, TIMESTAMP);
      if (!field.text().equals(TIMESTAMP)) {
        throw unsupported(field, function.text() + " of " + field.shown(), TIMESTAMP);
      }
      argument = TIMESTAMP;
    } else if (!function.text().equals("count")) {
      throw unsupported(function, "aggregation " + function.shown(), "count, min, max");
    }
    expect(")");
    String name = alias.isEmpty() ? function.text() + "(" + argument + ")" : alias;
    return new Aggregate(name, function.text());
  }

  private void groups() {
    expectName("by");
    expect(":");
    boolean braces = accept("{");
    do {
      String alias = alias();
      String field = field(next(Kind.NAME, "a field"));
      groups.add(new Group(alias.isEmpty() ? field : alias, field));
    } while (braces && accept(","));
    if (braces) {
      expect("}");
    }
  }

  private String alias() {
    if (peek().kind() == Kind.NAME && peekAt(1).is("=")) {
      String alias = next().text();
      expect("=");
      return alias;
    }
    return "";
  }

  // tokens

  private Token peek() {
    return tokens.get(at);
  }

  private Token peekAt(int distance) {
    return tokens.get(Math.min(at + distance, tokens.size() - 1));
  }

  private Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private Token next(Kind kind, String expected) {
    if (peek().kind() != kind) {
      throw unexpected(peek(), expected);
    }
    return next();
  }

  private boolean accept(String sign) {
    if (peek().is(sign)) {
      next();
      return true;
    }
    return false;
  }

  private boolean acceptName(String name) {
    if (peek().isName(name)) {
      next();
      return true;
    }
    return false;
  }

  private void expect(String sign) {
    if (!accept(sign)) {
      throw unexpected(peek(), sign);
    }
  }

  private void expectName(String name) {
    if (!acceptName(name)) {
      throw unexpected(peek(), name);
    }
  }

  private static DqlException unexpected(Token token, String expected) {
    return new DqlException(
        "PARSE_ERROR",
        token.shown() + " is not allowed here; expected " + expected,
        token.start(),
        token.end());
  }

  private static DqlException unsupported(Token token, String what, String expected) {
    return new DqlException(
        "NOT_SIMULATED",
        "The simulator does not execute " + what + "; expected " + expected,
        token.start(),
        token.end());
  }
}

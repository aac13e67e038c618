package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.DurationParser;
import io.github.logconfig.evaluate.WildcardPattern;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Shard;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.rule.ObjectId;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts values of options. Messages name what is expected and no Java types. */
public final class Converters {

  private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_=-]{8,1000}");
  private static final Pattern SHARD = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  private Converters() {}

  /** Registers the converters with a command and its subcommands. */
  public static void register(CommandLine command) {
    register(command, Path.class, Converters::path);
    register(command, URI.class, Converters::uri);
    register(command, Duration.class, DurationParser::parse);
    register(command, Instant.class, Converters::time);
    register(command, ImpactLimit.class, ImpactLimit::parse);
    register(command, InetAddress.class, Converters::address);
    register(command, Owner.class, Owner::new);
    register(command, Policy.class, Policy::parse);
    register(command, ObjectId.class, Converters::objectId);
    register(command, WildcardPattern.class, Converters::title);
    register(command, Adoption.Tool.class, Converters::tool);
    register(command, Shard.class, Converters::shard);
    register(command, WriteMode.class, WriteMode::parse);
  }

  private static <T> void register(CommandLine command, Class<T> type, Function<String, T> parser) {
    ITypeConverter<T> converter =
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        };
    command.registerConverter(type, converter);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a time; expected for example 2026-11-27T09:00:00Z", e);
    }
  }

  /**
   * Returns the path that a variable or a part of an option names.
   *
   * @throws InvalidInputException if {@code text} is not a path
   */
  static Path path(String what, String text) {
    try {
      return path(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(what + ": " + e.getMessage());
    }
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // reported below
    }
    throw new IllegalArgumentException(Quoted.of(text) + " is not a path");
  }

  private static URI uri(String text) {
    try {
      if (!text.isBlank()) {
        return URI.create(text);
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new IllegalArgumentException(Quoted.of(text) + " is not a URL");
  }

  private static InetAddress address(String text) {
    try {
      if (!text.isBlank()) {
        return InetAddress.getByName(text.strip());
      }
    } catch (UnknownHostException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        Quoted.of(text) + " is not an address of this machine; expected for example 127.0.0.1");
  }

  private static ObjectId objectId(String text) {
    if (!OBJECT_ID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text)
              + " is not the id of a settings object; see logconfig list --output json");
    }
    return new ObjectId(text);
  }

  private static WildcardPattern title(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a title; expected text, in which * matches anything");
    }
    return new WildcardPattern(text);
  }

  private static Adoption.Tool tool(String text) {
    return Arrays.stream(Adoption.Tool.values())
        .filter(tool -> tool.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Quoted.of(text)
                        + "; expected "
                        + String.join(", ", labels(Adoption.Tool.class))));
  }

  private static Shard shard(String text) {
    Matcher parts = SHARD.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + "; expected I/N, for example 0/4 for the first of four");
    }
    try {
      return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Quoted.of(text) + ": " + e.getMessage(), e);
    }
  }

  /** Returns the constants as they are written on the command line. */
  static <E extends Enum<E>> List<String> labels(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }
}

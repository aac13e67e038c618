package io.github.logconfig.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * An option of a command, and what it was given. Picocli is told of options in code, because to
 * read them from annotations takes it three times as long, at every start.
 *
 * @param <T> what the option gives: a value, or an optional one if it may be left out and has no
 *     default
 */
abstract class OptionValue<T> {

  final OptionSpec option;

  private OptionValue(OptionSpec option) {
    this.option = option;
  }

  static OptionValue<Optional<String>> text(String name, String label, String... description) {
    return new Single<>(option(name, label, description).type(String.class).build());
  }

  static OptionValue<Optional<Path>> path(String name, String label, String... description) {
    return new Single<>(option(name, label, description).type(Path.class).build());
  }

  static OptionValue<Optional<URI>> address(String name, String label, String... description) {
    return new Single<>(option(name, label, description).type(URI.class).build());
  }

  static OptionValue<Optional<Integer>> number(String name, String label, String... description) {
    return new Single<>(option(name, label, description).type(Integer.class).build());
  }

  /** A text that has to be given. */
  static OptionValue<String> requiredText(String name, String label, String... description) {
    return new Certain<>(
        option(name, label, description).type(String.class).required(true).build(), "");
  }

  /** A text that is another one where the option is left out. */
  static OptionValue<String> defaultedText(
      String name, String label, String otherwise, String... description) {
    return new Certain<>(
        option(name, label, description).type(String.class).defaultValue(otherwise).build(),
        otherwise);
  }

  /** A number that is another one where the option is left out. */
  static OptionValue<Integer> defaultedNumber(
      String name, String label, int otherwise, String... description) {
    return new Certain<>(
        option(name, label, description)
            .type(int.class)
            .defaultValue(Integer.toString(otherwise))
            .build(),
        otherwise);
  }

  /** One of the constants of an enumeration, by its very name. */
  static <E extends Enum<E>> OptionValue<E> choice(
      String name, String label, E otherwise, String... description) {
    return new Certain<>(
        option(name, label, description)
            .type(otherwise.getDeclaringClass())
            .defaultValue(otherwise.name())
            .build(),
        otherwise);
  }

  /** The texts of an option that may be repeated. */
  static OptionValue<List<String>> texts(String name, String label, String... description) {
    return new Certain<>(
        option(name, label, description).type(List.class).auxiliaryTypes(String.class).build(),
        List.of());
  }

  /** Whether an option without a value is there. */
  static OptionValue<Boolean> flag(String name, String... description) {
    return new Certain<>(
        OptionSpec.builder(name).type(boolean.class).description(description).build(), false);
  }

  /** Whether an option is there as {@code --name}, as {@code --no-name}, or not at all. */
  static OptionValue<Optional<Boolean>> negatableFlag(String name, String... description) {
    return new Single<>(
        OptionSpec.builder(name)
            .type(Boolean.class)
            .negatable(true)
            .description(description)
            .build());
  }

  private static OptionSpec.Builder option(String name, String label, String... description) {
    return OptionSpec.builder(name).paramLabel(label).description(description);
  }

  /** What the option was given; before the arguments are read, as if it were left out. */
  abstract T value();

  /** The option as it is written on the command line. */
  String name() {
    return option.longestName();
  }

  void addTo(CommandSpec command) {
    command.addOption(option);
  }

  /** Adds the option to a command, and to every subcommand that the command will get. */
  void addToAllOf(CommandSpec command) {
    command.addOption(OptionSpec.builder(option).scopeType(ScopeType.INHERIT).build());
  }

  void addTo(ArgGroupSpec.Builder group) {
    group.addArg(option);
  }

  private static final class Single<V> extends OptionValue<Optional<V>> {

    Single(OptionSpec option) {
      super(option);
    }

    @Override
    Optional<V> value() {
      return Optional.ofNullable(option.getValue());
    }
  }

  private static final class Certain<V> extends OptionValue<V> {

    private final V otherwise;

    Certain(OptionSpec option, V otherwise) {
      super(option);
      this.otherwise = otherwise;
    }

    @Override
    V value() {
      V given = option.getValue();
      return given == null ? otherwise : given;
    }
  }
}

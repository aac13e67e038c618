package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read where picocli's own messages would tell of Java. */
final class Values {

  private Values() {}

  static void register(CommandLine logconfig) {
    logconfig.registerConverter(Path.class, new PathValue());
    logconfig.registerConverter(URI.class, new AddressValue());
  }

  // classes and not lambdas: those of picocli's interfaces are not kept by a class-data archive,
  // and keep the interfaces themselves out of it

  private static final class PathValue implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      return path(text);
    }
  }

  private static final class AddressValue implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return address(text);
    }
  }

  /**
   * Returns the path that an option or a variable names.
   *
   * @param what the option or variable
   * @throws InvalidInputException if {@code text} is no path
   */
  static Path path(String what, String text) {
    try {
      return path(text);
    } catch (TypeConversionException e) {
      throw new InvalidInputException(what + ": " + Quoted.of(text) + " is not a path");
    }
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw new TypeConversionException("'" + text + "' is not a path");
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not a URL");
    }
  }
}

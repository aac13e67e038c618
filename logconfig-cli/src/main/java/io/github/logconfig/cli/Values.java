package io.github.logconfig.cli;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read where picocli's own messages would tell of Java. */
final class Values {

  private Values() {}

  static void register(CommandLine logconfig) {
    logconfig.registerConverter(Path.class, Values::path);
    logconfig.registerConverter(URI.class, Values::address);
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

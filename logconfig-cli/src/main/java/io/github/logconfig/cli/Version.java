package io.github.logconfig.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the build. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"logconfig " + number()};
  }

  /** For example {@code 0.1.0}. */
  static String number() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}

package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.OperatorConfiguration.Pin;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token of an environment. Files come before variables, and names of the environment
 * before defaults.
 */
final class Tokens {

  private static final String VARIABLE = "DYNATRACE_API_TOKEN";
  private static final String OPTION = "--token-file";
  private static final int MAX_BYTES = 10_000;

  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, String> variables;

  /** Variables that belong to several environments because their names differ in punctuation. */
  private final Set<String> ambiguous = new HashSet<>();

  private final Map<EnvironmentName, Pin> pins;
  private final List<String> warnings = new ArrayList<>();

  private @Nullable Path file;

  /**
   * @param options values of {@code --token-file}: {@code FILE}, or {@code ENV=FILE}
   * @param pins environments of the configuration file
   * @param used environments of the run
   */
  Tokens(
      List<String> options,
      Map<EnvironmentName, Pin> pins,
      Map<String, String> variables,
      Collection<EnvironmentName> used) {
    this.pins = pins;
    this.variables = variables;
    Set<String> seen = new HashSet<>();
    for (EnvironmentName environment : used) {
      if (!seen.add(variable(environment))) {
        ambiguous.add(variable(environment));
      }
    }
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        files.put(
            option.substring(0, equals), Converters.path(OPTION, option.substring(equals + 1)));
      } else {
        file = Converters.path(OPTION, option);
      }
    }
  }

  /** Returns a line for every file read so far that all users can read. */
  List<String> warnings() {
    return warnings;
  }

  /** Returns the environments that options name. */
  Set<String> namedEnvironments() {
    return files.keySet();
  }

  /**
   * Returns the token of an environment.
   *
   * @param only whether this is the only environment of the run; only then a token without the name
   *     of an environment is used
   */
  ApiToken of(EnvironmentName environment, boolean only) {
    String variable = variable(environment);
    Path named = files.get(environment.value());
    if (named != null) {
      return read(OPTION, named);
    }
    String text = variables.get(variable);
    if (text != null && ambiguous.contains(variable)) {
      throw new InvalidInputException(
          "environment "
              + environment
              + ": "
              + variable
              + " may be the token of another environment; use --token-file "
              + environment
              + "=FILE");
    }
    if (text != null) {
      return token(variable, text);
    }
    if (only && file != null) {
      return read(OPTION, file);
    }
    Optional<Path> configured = Optional.ofNullable(pins.get(environment)).flatMap(Pin::tokenFile);
    if (configured.isPresent()) {
      return read("tokenFile of environment " + environment, configured.get());
    }
    if (only && variables.containsKey(VARIABLE)) {
      return token(VARIABLE, variables.getOrDefault(VARIABLE, ""));
    }
    throw new InvalidInputException(
        "environment "
            + environment
            + ": no API token; set "
            + (only ? VARIABLE + " or " : "")
            + variable
            + ", or use --token-file "
            + environment
            + "=FILE");
  }

  private static String variable(EnvironmentName environment) {
    return VARIABLE
        + "_"
        + environment.value().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private ApiToken read(String option, Path file) {
    String subject = option + " " + Quoted.of(file.toString());
    try (InputStream stream = Files.newInputStream(file)) {
      // Files.size does not work for pipes and /proc
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidInputException(subject + " is too long to hold a token");
      }
      if (isWorldReadable(file)) {
        warnings.add(
            "logconfig: "
                + subject
                + " can be read by all users of this machine; restrict it with chmod 600");
      }
      return token(subject, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw InvalidInputException.of(subject, e);
    }
  }

  private static boolean isWorldReadable(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  private static ApiToken token(String subject, String text) {
    try {
      return ApiToken.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(subject + ": " + e.getMessage());
    }
  }
}

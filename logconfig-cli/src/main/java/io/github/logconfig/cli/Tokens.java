package io.github.logconfig.cli;

import io.github.logconfig.cli.OperatorConfiguration.Pin;
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
 * Finds the token of an environment, in files before variables, and in what names the environment
 * before what does not.
 */
final class Tokens {

  private static final String VARIABLE = "DYNATRACE_API_TOKEN";
  private static final String OPTION = "--token-file";
  private static final int LONGEST_FILE = 10_000;

  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, String> variables;

  /** Variables that the names of several environments lead to. */
  private final Set<String> shared = new HashSet<>();

  private final Map<EnvironmentName, Pin> pins;
  private final List<String> warnings = new ArrayList<>();

  private @Nullable Path file;

  /**
   * @param options the values of {@code --token-file}: {@code FILE}, or {@code ENV=FILE}
   * @param pins the environments of the configuration file
   * @param used the environments of the run
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
        shared.add(variable(environment));
      }
    }
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        files.put(option.substring(0, equals), Values.path(OPTION, option.substring(equals + 1)));
      } else {
        file = Values.path(OPTION, option);
      }
    }
  }

  /** A line for every file used so far that others may read. */
  List<String> warnings() {
    return warnings;
  }

  Set<String> namedEnvironments() {
    return files.keySet();
  }

  /**
   * The token of an environment.
   *
   * @param only whether the run is about this environment only; then a token that names none will
   *     do
   */
  ApiToken of(EnvironmentName environment, boolean only) {
    String variable = variable(environment);
    Path named = files.get(environment.value());
    if (named != null) {
      return read(OPTION, named);
    }
    String text = variables.get(variable);
    if (text != null && shared.contains(variable)) {
      throw new InvalidInputException(
          "environment "
              + environment
              + ": "
              + variable
              + " could be the token of another environment, too; use --token-file "
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

  private ApiToken read(String where, Path file) {
    String what = where + " " + Quoted.of(file.toString());
    try (InputStream stream = Files.newInputStream(file)) {
      // a pipe has no size, and a file of /proc has none either
      byte[] bytes = stream.readNBytes(LONGEST_FILE + 1);
      if (bytes.length > LONGEST_FILE) {
        throw new InvalidInputException(what + " is too long to hold a token");
      }
      if (isForOthers(file)) {
        warnings.add(
            "logconfig: "
                + what
                + " may be read by every user of this machine; chmod 600 keeps it to its owner");
      }
      return token(what, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidInputException(what + " " + FileTrouble.of(e));
    }
  }

  /** Whether everybody may read a file; unknown where files have no such permissions. */
  private static boolean isForOthers(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  private static ApiToken token(String where, String text) {
    try {
      return ApiToken.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(where + ": " + e.getMessage());
    }
  }
}

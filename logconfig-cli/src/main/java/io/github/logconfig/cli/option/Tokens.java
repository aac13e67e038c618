package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration.Pin;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds the credentials of an environment: a token, or an OAuth client with its secret. Files come
 * before variables, and names of the environment before defaults.
 */
final class Tokens {

  private static final String VARIABLE = "DYNATRACE_API_TOKEN";
  private static final String CLIENT_VARIABLE = "DYNATRACE_OAUTH_CLIENT_ID";
  private static final String SECRET_VARIABLE = "DYNATRACE_OAUTH_CLIENT_SECRET";
  private static final String OPTION = "--token-file";
  private static final String CLIENT_OPTION = "--oauth-client";
  private static final String SECRET_OPTION = "--oauth-secret-file";

  private static final String RESOURCE_OPTION = "--oauth-resource";

  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9:._-]+");

  /** Key of an option that names no environment. */
  private static final String ANY = "";

  private static final int MAX_BYTES = 10_000;

  private final Map<String, String> files;
  private final Map<String, String> clients;
  private final Map<String, String> secrets;
  private final Map<String, String> resources;
  private final List<String> scopes;
  private final Optional<URI> tokenEndpoint;
  private final Map<String, String> variables;

  /** Suffixes of several environments, because their names differ only in punctuation. */
  private final Set<String> ambiguous = new HashSet<>();

  private final Map<EnvironmentName, Pin> pins;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param options values of the options, each with or without {@code ENV=}
   * @param pins environments of the configuration file
   * @param used environments of the run
   * @throws InvalidInputException if an option is invalid or given twice for one environment
   */
  Tokens(
      Options options,
      Map<EnvironmentName, Pin> pins,
      Map<String, String> variables,
      Collection<EnvironmentName> used) {
    this.pins = pins;
    this.variables = variables;
    Set<String> seen = new HashSet<>();
    for (EnvironmentName environment : used) {
      if (!seen.add(suffix(environment))) {
        ambiguous.add(suffix(environment));
      }
    }
    files = byEnvironment(OPTION, options.tokenFiles());
    clients = byEnvironment(CLIENT_OPTION, options.oauthClients());
    secrets = byEnvironment(SECRET_OPTION, options.oauthSecretFiles());
    resources = byEnvironment(RESOURCE_OPTION, options.oauthResources());
    scopes = options.oauthScopes();
    tokenEndpoint = options.oauthEndpoint();
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches()) {
        throw new InvalidInputException(
            "--oauth-scope "
                + SafeText.quoted(scope)
                + " is invalid; expected a scope, for example settings:objects:read");
      }
    }
    for (String key : secrets.keySet()) {
      if (!clients.containsKey(key)) {
        throw new InvalidInputException(
            SECRET_OPTION
                + " "
                + SafeText.quoted(secrets.getOrDefault(key, ""))
                + " requires "
                + CLIENT_OPTION);
      }
    }
  }

  /**
   * Refuses options that name no environment: they must not be ignored in a run with several.
   *
   * @throws InvalidInputException if there is one
   */
  void requireNamed() {
    for (String option : List.of(OPTION, CLIENT_OPTION)) {
      String value = (option.equals(OPTION) ? files : clients).get(ANY);
      if (value != null) {
        throw new InvalidInputException(
            option
                + " "
                + SafeText.quoted(value)
                + " names no environment, but the run has several; expected ENV="
                + (option.equals(OPTION) ? "FILE" : "ID"));
      }
    }
  }

  /**
   * Values of options.
   *
   * @param tokenFiles {@code --token-file}
   * @param oauthClients {@code --oauth-client}
   * @param oauthSecretFiles {@code --oauth-secret-file}
   * @param oauthResources {@code --oauth-resource}
   * @param oauthScopes {@code --oauth-scope}
   * @param oauthEndpoint {@code --oauth-endpoint}
   */
  record Options(
      List<String> tokenFiles,
      List<String> oauthClients,
      List<String> oauthSecretFiles,
      List<String> oauthResources,
      List<String> oauthScopes,
      Optional<URI> oauthEndpoint) {}

  private static Map<String, String> byEnvironment(String option, List<String> values) {
    Map<String, String> byEnvironment = new LinkedHashMap<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      String environment = equals > 0 ? value.substring(0, equals) : ANY;
      String text = equals > 0 ? value.substring(equals + 1) : value;
      if (text.isBlank()
          || (option.equals(CLIENT_OPTION) && !CLIENT_ID.matcher(text).matches())
          || (option.equals(RESOURCE_OPTION) && !SCOPE.matcher(text).matches())) {
        throw new InvalidInputException(
            option
                + " "
                + SafeText.quoted(value)
                + " is invalid; expected "
                + (option.equals(CLIENT_OPTION)
                    ? "[ENV=]ID"
                    : option.equals(RESOURCE_OPTION)
                        ? "[ENV=]URN, for example urn:dtenvironment:abc12345"
                        : "[ENV=]FILE"));
      }
      if (byEnvironment.put(environment, text) != null) {
        throw new InvalidInputException(
            option
                + " is given twice"
                + (environment.isEmpty() ? "" : " for environment " + Quoted.of(environment)));
      }
    }
    return byEnvironment;
  }

  /** Returns a line for every file read so far that all users can read. */
  List<String> warnings() {
    return warnings;
  }

  /** Returns the environments that each option names. */
  Map<String, Set<String>> namedEnvironments() {
    return Map.of(
        OPTION,
        named(files),
        CLIENT_OPTION,
        named(clients),
        SECRET_OPTION,
        named(secrets),
        RESOURCE_OPTION,
        named(resources));
  }

  private static Set<String> named(Map<String, String> byEnvironment) {
    Set<String> names = new LinkedHashSet<>(byEnvironment.keySet());
    names.remove(ANY);
    return names;
  }

  /**
   * Returns the credentials of an environment. Files are read here, so that an invalid one is
   * reported before any request, and again before each request, so that they can be rotated.
   *
   * @param route refuses the kind of a token in a file; the client refuses that of other tokens
   * @param only whether this is the only environment of the run; only then a token without the name
   *     of an environment is used
   */
  Credentials of(EnvironmentName environment, boolean only, Consumer<TokenKind> route) {
    String name = environment.value();
    if (files.containsKey(name)) {
      return read(OPTION, Converters.path(OPTION, files.getOrDefault(name, "")), route);
    }
    if (clients.containsKey(name)) {
      return oauth(name, name);
    }
    Optional<Credentials> ofVariables = variables("_" + suffix(environment), name);
    if (ofVariables.isPresent() && ambiguous.contains(suffix(environment))) {
      throw new InvalidInputException(
          "environment "
              + environment
              + ": "
              + VARIABLE
              + "_"
              + suffix(environment)
              + " may be the token of another environment; use --token-file "
              + environment
              + "=FILE");
    }
    if (ofVariables.isPresent()) {
      return ofVariables.get();
    }
    if (only && files.containsKey(ANY)) {
      return read(OPTION, Converters.path(OPTION, files.getOrDefault(ANY, "")), route);
    }
    if (only && clients.containsKey(ANY)) {
      return oauth(ANY, name);
    }
    Pin pin = pins.get(environment);
    if (pin != null && pin.tokenFile().isPresent()) {
      return read("tokenFile of environment " + environment, pin.tokenFile().get(), route);
    }
    if (pin != null && pin.oauth().isPresent()) {
      return Credentials.oauth(pin.oauth().get());
    }
    Optional<Credentials> unnamed = only ? variables("", name) : Optional.empty();
    if (unnamed.isPresent()) {
      return unnamed.get();
    }
    throw new InvalidInputException(
        "environment "
            + environment
            + ": no token; set "
            + (only ? VARIABLE + " or " : "")
            + VARIABLE
            + "_"
            + suffix(environment)
            + ", or use --token-file "
            + environment
            + "=FILE");
  }

  private static String suffix(EnvironmentName environment) {
    return environment.value().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private Optional<Credentials> variables(String suffix, String environment) {
    String token = variables.get(VARIABLE + suffix);
    if (token != null) {
      return Optional.of(token(VARIABLE + suffix, token));
    }
    String id = variables.get(CLIENT_VARIABLE + suffix);
    if (id == null) {
      return Optional.empty();
    }
    String secret = variables.get(SECRET_VARIABLE + suffix);
    if (secret == null) {
      throw new InvalidInputException(
          CLIENT_VARIABLE + suffix + " is set without " + SECRET_VARIABLE + suffix);
    }
    return Optional.of(
        valid(SECRET_VARIABLE + suffix, () -> client(id, ClientSecret.of(secret), environment)));
  }

  private Credentials oauth(String key, String environment) {
    String id = clients.getOrDefault(key, "");
    String secret = secrets.get(key);
    if (secret == null) {
      throw new InvalidInputException(
          CLIENT_OPTION + " " + SafeText.quoted(id) + " requires " + SECRET_OPTION);
    }
    Path file = Converters.path(SECRET_OPTION, secret);
    String subject = SECRET_OPTION + " " + Quoted.of(file.toString());
    String text = text(subject, file);
    return valid(subject, () -> client(id, secretOf(file, text), environment));
  }

  /** Validates the secret, which is read again for each access token if it can be. */
  private static ClientSecret secretOf(Path file, String text) {
    ClientSecret content = ClientSecret.of(text);
    return isReadOnce(file) ? content : ClientSecret.inFile(file);
  }

  private Credentials client(String id, ClientSecret secret, String environment) {
    OAuthClient.Builder client =
        OAuthClient.builder()
            .clientId(id)
            .clientSecret(secret)
            .addAllScopes(scopes)
            .resource(Optional.ofNullable(resources.getOrDefault(environment, resources.get(ANY))));
    tokenEndpoint.ifPresent(client::tokenEndpoint);
    return Credentials.oauth(client.build());
  }

  private Credentials read(String option, Path file, Consumer<TokenKind> route) {
    String subject = option + " " + Quoted.of(file.toString());
    Credentials content = token(subject, text(subject, file));
    content.kind().ifPresent(route);
    return isReadOnce(file) ? content : Credentials.tokenFile(file);
  }

  /** Pipes and files of /proc deliver their content only once. */
  private static boolean isReadOnce(Path file) {
    return !Files.isRegularFile(file) || file.startsWith("/proc");
  }

  private String text(String subject, Path file) {
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
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InvalidInputException.of(subject, e);
    }
  }

  private static boolean isWorldReadable(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  private static Credentials token(String subject, String text) {
    return valid(subject, () -> Credentials.token(text));
  }

  private static Credentials valid(String subject, Supplier<Credentials> credentials) {
    try {
      return credentials.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(subject + ": " + e.getMessage());
    }
  }
}

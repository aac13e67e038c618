package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.cli.configuration.OperatorConfiguration.Pin;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Quoted;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Addresses, tokens and timeouts of environments. */
public final class ConnectionOptions {

  private static final List<String> PINNED_DOMAINS =
      List.of(".live.dynatrace.com", ".apps.dynatrace.com");

  private static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 253;
  private static final int MAX_LABEL = 63;

  @Option(
      names = "--endpoint",
      paramLabel = "ENV=URL",
      description = {
        "Address of an environment; can be repeated.",
        "Required for all addresses except https://*.live.dynatrace.com and"
            + " https://*.apps.dynatrace.com."
      })
  private List<String> endpoints = new ArrayList<>();

  @Option(
      names = "--token-file",
      paramLabel = "[ENV=]FILE",
      description = {
        "File with the API token or platform token of an environment; can be repeated.",
        "Default: DYNATRACE_API_TOKEN_<ENV>, or DYNATRACE_API_TOKEN for a single environment."
      })
  private List<String> tokenFiles = new ArrayList<>();

  @Option(
      names = "--oauth-secret-file",
      paramLabel = "[ENV=]FILE",
      description = {
        "File with the secret of an OAuth client; can be repeated.",
        "Default of client and secret: DYNATRACE_OAUTH_CLIENT_ID and DYNATRACE_OAUTH_CLIENT_SECRET,"
            + " also with _<ENV>."
      })
  private List<String> oauthSecretFiles = new ArrayList<>();

  @Mixin private OAuth oauth = new OAuth();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Limit for one request with all its retries, for example 30s, 10m or 1h (default: 10m).")
  private Optional<Duration> timeout = Optional.empty();

  /** OAuth clients of environments, also for the pods that {@code manifests} renders. */
  public static final class OAuth {

    @Option(
        names = "--oauth-client",
        paramLabel = "[ENV=]ID",
        description = {
          "OAuth client of an environment, instead of a token; can be repeated.",
          "The secret of the tokens of a rendered job or loop then holds its client secret."
        })
    private List<String> clients = new ArrayList<>();

    @Option(
        names = "--oauth-resource",
        paramLabel = "[ENV=]URN",
        description =
            "Resource of the access tokens, for example urn:dtenvironment:abc12345; can be"
                + " repeated.")
    private List<String> resources = new ArrayList<>();

    @Option(
        names = "--oauth-scope",
        paramLabel = "SCOPE",
        description =
            "Scope of the access tokens; can be repeated (default: the scopes of the client).")
    private List<String> scopes = new ArrayList<>();

    @Option(
        names = "--oauth-endpoint",
        paramLabel = "URL",
        description =
            "Token endpoint of OAuth clients (default:"
                + " https://sso.dynatrace.com/sso/oauth2/token).")
    private Optional<URI> endpoint = Optional.empty();

    /** Returns {@code [ENV=]ID} of each client. */
    public List<String> clients() {
      return clients;
    }

    /** Returns {@code [ENV=]URN} of each resource. */
    public List<String> resources() {
      return resources;
    }

    /** Returns the scopes. */
    public List<String> scopes() {
      return scopes;
    }

    /** Returns the token endpoint. */
    public Optional<URI> endpoint() {
      return endpoint;
    }
  }

  /**
   * Creates a client per environment that can be connected to. Sends nothing.
   *
   * @param used environments of the run
   * @param spare environments to connect to only if they have an address and a token of their own
   * @param customizer changes the builder of each client
   * @param err gets a line for every token file that all users can read
   * @throws InvalidInputException if an option is invalid for every environment
   */
  Connections connect(
      Set<Environment> used,
      Set<Environment> spare,
      OperatorConfiguration configuration,
      NetworkOptions network,
      BiConsumer<EnvironmentName, DynatraceClient.Builder> customizer,
      PrintWriter err) {
    Map<String, String> addresses = addresses();
    Set<Environment> all = new LinkedHashSet<>(used);
    all.addAll(spare);
    Tokens tokens =
        new Tokens(
            credentialOptions(),
            configuration.environments(),
            System.getenv(),
            all.stream().map(Environment::name).toList());
    if (used.size() > 1) {
      tokens.requireNamed();
    }
    Connections connections =
        new Connections(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Environment environment : all) {
      boolean only =
          (used.size() == 1 && used.contains(environment)) || (used.isEmpty() && all.size() == 1);
      try {
        BaseUrl baseUrl = baseUrl(environment, addresses, configuration);
        Credentials credentials = tokens.of(environment.name(), only, baseUrl::apiV2);
        DynatraceClient.Builder builder =
            DynatraceClient.builder().baseUrl(baseUrl).credentials(credentials);
        boolean https =
            baseUrl.toString().startsWith("https:") || credentials instanceof Credentials.OAuth;
        network.configure(configuration.network(), https, builder);
        configuration.timeouts().connect().ifPresent(builder::connectTimeout);
        configuration.timeouts().request().ifPresent(builder::callTimeout);
        timeout.or(configuration.timeouts()::total).ifPresent(builder::totalTimeout);
        customizer.accept(environment.name(), builder);
        connections.clients().put(environment, builder.build());
      } catch (InvalidArgumentException | InvalidInputException e) {
        List<String> lines =
            e instanceof InvalidInputException invalid
                ? invalid.lines()
                : List.of("environment " + environment.name() + ": " + e.getMessage());
        (used.contains(environment) ? connections.refusals() : connections.unread())
            .put(environment.name(), lines);
      }
    }
    tokens.warnings().forEach(err::println);
    return connections;
  }

  /** Returns a line for each option that names an environment that does not exist. */
  public List<String> unknownEnvironments(List<Environment> known) {
    List<String> names = known.stream().map(environment -> environment.name().value()).toList();
    List<String> problems = new ArrayList<>();
    addUnknown("--endpoint", addresses().keySet(), names, problems);
    new TreeMap<>(
            new Tokens(credentialOptions(), Map.of(), Map.of(), List.of()).namedEnvironments())
        .forEach((option, named) -> addUnknown(option, named, names, problems));
    return problems;
  }

  private Tokens.Options credentialOptions() {
    return new Tokens.Options(
        tokenFiles,
        oauth.clients(),
        oauthSecretFiles,
        oauth.resources(),
        oauth.scopes(),
        oauth.endpoint());
  }

  private static void addUnknown(
      String option, Set<String> names, List<String> known, List<String> problems) {
    for (String name : names) {
      if (!known.contains(name)) {
        problems.add(
            option
                + ": unknown environment "
                + Quoted.of(name)
                + "; known are "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private Map<String, String> addresses() {
    List<String> problems = new ArrayList<>();
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String option : endpoints) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        String environment = option.substring(0, equals);
        if (addresses.put(environment, option.substring(equals + 1)) != null) {
          problems.add("--endpoint is given twice for environment " + Quoted.of(environment));
        }
      } else {
        problems.add(
            "--endpoint "
                + Quoted.of(option)
                + "; expected ENV=URL, for example staging=http://127.0.0.1:8080");
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return addresses;
  }

  /** The token is sent to this address: a domain of Dynatrace SaaS, or one the operator names. */
  private static BaseUrl baseUrl(
      Environment environment, Map<String, String> addresses, OperatorConfiguration configuration) {
    String endpoint = addresses.get(environment.name().value());
    Pin pin = configuration.environments().get(environment.name());
    if (pin != null || endpoint == null) {
      configuration
          .objectionTo(environment)
          .ifPresent(
              objection -> {
                throw new InvalidInputException(objection);
              });
    }
    if (endpoint != null) {
      return parse("--endpoint of " + environment.name(), endpoint);
    }
    if (pin != null) {
      return parse(
          "environment " + environment.name() + " of the configuration file",
          pin.endpoint().orElse(pin.url()).toString());
    }
    String host = environment.url().getHost();
    boolean pinned =
        environment.url().getPort() == -1 && PINNED_DOMAINS.stream().anyMatch(host::endsWith);
    if (!pinned) {
      throw new InvalidInputException(
          "environment "
              + environment.name()
              + ": "
              + environment.url()
              + " is not a Dynatrace SaaS URL; refusing to send the token. Allow it with --endpoint"
              + " "
              + environment.name()
              + "="
              + environment.url());
    }
    return parse("environment " + environment.name(), environment.url().toString());
  }

  private static BaseUrl parse(String subject, String text) {
    BaseUrl address;
    try {
      address = BaseUrl.parse(text);
    } catch (InvalidArgumentException e) {
      throw new InvalidInputException(subject + ": " + e.getMessage());
    }
    URI uri = URI.create(text.strip());
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT || uri.getRawAuthority().endsWith(":")) {
      throw new InvalidInputException(
          subject + ": " + SafeText.quoted(text) + " has no valid port; expected 1 to 65535");
    }
    boolean validHost =
        uri.getHost().length() <= MAX_HOST
            && Arrays.stream(uri.getHost().split("\\.", -1))
                .allMatch(label -> label.length() <= MAX_LABEL);
    if (!validHost) {
      throw new InvalidInputException(
          subject
              + ": "
              + SafeText.quoted(text)
              + " has no valid host; expected labels of at most 63 characters");
    }
    return address;
  }
}

package io.github.logconfig.cli;

import io.github.logconfig.cli.OperatorConfiguration.Pin;
import io.github.logconfig.dynatrace.BaseUrl;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.InvalidArgumentException;
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
import picocli.CommandLine.Model.CommandSpec;

/** How environments are reached, and with which tokens. */
final class ConnectionOptions {

  private static final List<String> PINNED_DOMAINS =
      List.of(".live.dynatrace.com", ".apps.dynatrace.com");

  private static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 253;
  private static final int MAX_LABEL = 63;

  private final OptionValue<List<String>> endpoints =
      OptionValue.texts(
          "--endpoint",
          "ENV=URL",
          "Address at which to reach an environment; may be repeated.",
          "Needed for every address but https://*.live.dynatrace.com and"
              + " https://*.apps.dynatrace.com.");

  private final OptionValue<List<String>> tokenFiles =
      OptionValue.texts(
          "--token-file",
          "[ENV=]FILE",
          "File with the API token of an environment; may be repeated.",
          "Otherwise DYNATRACE_API_TOKEN_<ENV>, or DYNATRACE_API_TOKEN for a single environment.");

  private final OptionValue<Optional<String>> timeout =
      OptionValue.text(
          "--timeout",
          "DURATION",
          "How long one request may take with all its attempts and pauses, for example 30s, 10m or"
              + " 1h (default: 10m).",
          "A service that does not answer, or is at its capacity, is asked again until then.");

  void addTo(CommandSpec command) {
    endpoints.addTo(command);
    tokenFiles.addTo(command);
    timeout.addTo(command);
  }

  /**
   * A client per environment. Everything is checked before the first one is made, and nothing is
   * sent.
   *
   * @param notes gets a line for every token file that others may read
   * @throws InvalidInputException if an address is not pinned, a token is missing, an option names
   *     an unknown environment, or the timeout makes no sense
   */
  Map<EnvironmentName, DynatraceClient> open(
      List<Environment> used,
      List<Environment> known,
      OperatorConfiguration configuration,
      PrintWriter notes) {
    Connections connections =
        connect(new LinkedHashSet<>(used), Set.of(), configuration, Instruments.NONE, notes);
    List<String> problems = new ArrayList<>(unknownEnvironments(known));
    problems.addAll(connections.allRefusals());
    if (!problems.isEmpty()) {
      connections.close();
      throw new InvalidInputException(problems);
    }
    return connections.clients();
  }

  /**
   * A client per environment that may be reached, and why others may not. Nothing is sent.
   *
   * @param used the environments of the run
   * @param spare environments that are connected to only if they have an address and a token of
   *     their own
   * @param instruments what else is to be said of each client
   * @param notes gets a line for every token file that others may read
   * @throws InvalidInputException if an option makes no sense, whatever the environments are
   */
  Connections connect(
      Set<Environment> used,
      Set<Environment> spare,
      OperatorConfiguration configuration,
      Instruments instruments,
      PrintWriter notes) {
    List<String> problems = new ArrayList<>();
    Map<String, String> addresses = endpoints(problems);
    Optional<Duration> totalTimeout = timeout(problems).or(configuration.timeouts()::total);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    Set<Environment> all = new LinkedHashSet<>(used);
    all.addAll(spare);
    Tokens tokens =
        new Tokens(
            tokenFiles.value(),
            configuration.environments(),
            System.getenv(),
            all.stream().map(Environment::name).toList());
    Connections connections =
        new Connections(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Environment environment : all) {
      boolean only =
          (used.size() == 1 && used.contains(environment)) || (used.isEmpty() && all.size() == 1);
      try {
        DynatraceClient.Builder builder =
            DynatraceClient.builder()
                .baseUrl(address(environment, addresses, configuration))
                .apiToken(tokens.of(environment.name(), only));
        configuration.timeouts().connect().ifPresent(builder::connectTimeout);
        configuration.timeouts().request().ifPresent(builder::callTimeout);
        totalTimeout.ifPresent(builder::totalTimeout);
        instruments.tell(environment.name(), builder);
        connections.clients().put(environment.name(), builder.build());
      } catch (InvalidInputException e) {
        (used.contains(environment) ? connections.refusals() : connections.unread())
            .put(environment.name(), e.lines());
      }
    }
    tokens.warnings().forEach(notes::println);
    return connections;
  }

  /** Options that name environments which are not there. */
  List<String> unknownEnvironments(List<Environment> known) {
    List<String> problems = new ArrayList<>();
    Tokens tokens = new Tokens(tokenFiles.value(), Map.of(), Map.of(), List.of());
    requireKnown(known, endpoints(new ArrayList<>()), tokens, problems);
    return problems;
  }

  private Optional<Duration> timeout(List<String> problems) {
    try {
      return timeout.value().map(DurationOption::parse);
    } catch (InvalidInputException e) {
      problems.addAll(e.lines());
      return Optional.empty();
    }
  }

  private Map<String, String> endpoints(List<String> problems) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String option : endpoints.value()) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        addresses.put(option.substring(0, equals), option.substring(equals + 1));
      } else {
        problems.add(
            "--endpoint "
                + Quoted.of(option)
                + " is not ENV=URL, such as staging=http://127.0.0.1:8080");
      }
    }
    return addresses;
  }

  private static void requireKnown(
      List<Environment> known,
      Map<String, String> addresses,
      Tokens tokens,
      List<String> problems) {
    List<String> names = known.stream().map(environment -> environment.name().value()).toList();
    for (String name : addresses.keySet()) {
      if (!names.contains(name)) {
        problems.add("--endpoint names the unknown environment " + Quoted.of(name));
      }
    }
    for (String name : tokens.namedEnvironments()) {
      if (!names.contains(name)) {
        problems.add("--token-file names the unknown environment " + Quoted.of(name));
      }
    }
  }

  /** The token goes to this address: it is one of Dynatrace's own, or the operator has named it. */
  private static BaseUrl address(
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
      return usable("--endpoint of " + environment.name(), endpoint);
    }
    if (pin != null) {
      return usable(
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
              + " is no address of Dynatrace SaaS, and the token must not go there unasked; to"
              + " allow it: --endpoint "
              + environment.name()
              + "="
              + environment.url());
    }
    return usable("environment " + environment.name(), environment.url().toString());
  }

  /**
   * Parses an address to which a connection can be opened.
   *
   * @param what the place of the address, for messages
   */
  private static BaseUrl usable(String what, String text) {
    BaseUrl address;
    try {
      address = BaseUrl.parse(text);
    } catch (InvalidArgumentException e) {
      throw new InvalidInputException(what + ": " + e.getMessage());
    }
    URI uri = URI.create(text.strip());
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT || uri.getRawAuthority().endsWith(":")) {
      throw new InvalidInputException(
          what + ": " + Masked.quoted(text) + " has no valid port; expected 1 to 65535");
    }
    boolean validHost =
        uri.getHost().length() <= MAX_HOST
            && Arrays.stream(uri.getHost().split("\\.", -1))
                .allMatch(label -> label.length() <= MAX_LABEL);
    if (!validHost) {
      throw new InvalidInputException(
          what
              + ": "
              + Masked.quoted(text)
              + " has no valid host; expected labels of at most 63 characters");
    }
    return address;
  }
}

package io.github.logconfig.cli.configuration;

import io.github.logconfig.cli.configuration.OperatorConfiguration.Network;
import io.github.logconfig.cli.configuration.OperatorConfiguration.Pin;
import io.github.logconfig.cli.configuration.OperatorConfiguration.SourceLocation;
import io.github.logconfig.cli.configuration.OperatorConfiguration.Timeouts;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.rollout.ArrivalLimit;
import io.github.logconfig.reconcile.rollout.NamePattern;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.reconcile.rollout.StageSelector;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Parses the document of a configuration file. */
final class OperatorConfigurationParser {

  private static final Set<String> TOP_KEYS =
      Set.of(
          "environments",
          "owner",
          "policy",
          "guard",
          "selection",
          "stages",
          "source",
          "integration",
          "timeouts",
          "proxy",
          "caFile",
          "clientCertificate",
          "clientKey");
  private static final Set<String> ENVIRONMENT_KEYS =
      Set.of("name", "url", "endpoint", "tokenFile", "oauth");
  private static final Set<String> OAUTH_KEYS =
      Set.of("clientId", "secretFile", "endpoint", "scopes", "resource");
  private static final Set<String> STAGE_KEYS =
      Set.of("name", "clusters", "environments", "labels", "soak", "arrival");
  private static final Set<String> SELECTORS = Set.of("clusters", "environments", "labels");
  private static final Set<String> ARRIVAL_KEYS =
      Set.of("maxMissing", "maxLeaks", "maxUnknown", "maxSilent");
  private static final int MAX_COUNT_DIGITS = 9;
  private static final Set<String> FILES = Set.of("file", "data", "bundle", "graphql-config");

  private final Path folder;
  private final Map<String, YamlNode> top;

  private OperatorConfigurationParser(Path file, Map<String, YamlNode> top) {
    this.folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    this.top = top;
  }

  /** Parses a document; returns the empty configuration if there are problems. */
  static OperatorConfiguration read(YamlNode document, Path file, Problems problems) {
    Map<String, YamlNode> top = document.mapping("the configuration", TOP_KEYS).orElse(Map.of());
    OperatorConfigurationParser parser = new OperatorConfigurationParser(file, top);
    OperatorConfiguration configuration = parser.read();
    return problems.isEmpty() ? configuration : OperatorConfiguration.EMPTY;
  }

  private OperatorConfiguration read() {
    Map<String, YamlNode> guard = section("guard", Set.of("maxStopping", "allowStoppingOthers"));
    Map<String, YamlNode> selection = section("selection", Set.of("clusters", "environments"));
    Map<String, YamlNode> timeouts = section("timeouts", Set.of("connect", "request", "total"));
    return new OperatorConfiguration(
        environments(),
        value(top, "owner", Owner::new),
        value(top, "policy", Policy::parse),
        impactLimit(guard),
        names(selection, "clusters"),
        names(selection, "environments"),
        stages(),
        source(),
        value(top, "integration", Function.identity()),
        new Timeouts(time(timeouts, "connect"), time(timeouts, "request"), time(timeouts, "total")),
        new Network(
            value(top, "proxy", OperatorConfigurationParser::proxy),
            value(top, "caFile", this::path),
            value(top, "clientCertificate", this::path),
            value(top, "clientKey", this::path)));
  }

  private static Optional<ImpactLimit> impactLimit(Map<String, YamlNode> guard) {
    Optional<ImpactLimit> limit =
        Optional.ofNullable(guard.get("maxStopping"))
            .flatMap(it -> it.scalar("maxStopping", ImpactLimit::parse));
    boolean others =
        Optional.ofNullable(guard.get("allowStoppingOthers"))
            .flatMap(it -> it.bool("allowStoppingOthers"))
            .orElse(false);
    return others ? Optional.of(limit.orElse(ImpactLimit.DEFAULT).allowingOthersToStop()) : limit;
  }

  private Map<String, YamlNode> section(String key, Set<String> known) {
    YamlNode section = top.get(key);
    return section == null ? Map.of() : section.mapping(key, known).orElse(Map.of());
  }

  private Map<EnvironmentName, Pin> environments() {
    Map<EnvironmentName, Pin> pins = new LinkedHashMap<>();
    YamlNode list = top.get("environments");
    for (YamlNode item : list == null ? List.<YamlNode>of() : list.list("environments")) {
      Map<String, YamlNode> fields =
          item.mapping("an environment", ENVIRONMENT_KEYS).orElse(Map.of());
      Optional<EnvironmentName> name =
          required("an environment", item, fields, "name", EnvironmentName::new);
      Optional<URI> url =
          required(
              "an environment", item, fields, "url", text -> Environment.of("unnamed", text).url());
      Optional<URI> endpoint = value(fields, "endpoint", OperatorConfigurationParser::endpoint);
      Optional<Path> tokenFile = value(fields, "tokenFile", this::path);
      if (tokenFile.isPresent() && fields.containsKey("oauth")) {
        item.problem("an environment has tokenFile or oauth, not both");
      }
      if (name.isPresent() && url.isPresent()) {
        Pin pin = new Pin(url.get(), endpoint, tokenFile, oauth(fields));
        if (pins.putIfAbsent(name.get(), pin) != null) {
          item.problem("environment " + name.get() + " is defined more than once");
        }
      }
    }
    return pins;
  }

  private Optional<OAuthClient> oauth(Map<String, YamlNode> environment) {
    YamlNode node = environment.get("oauth");
    if (node == null) {
      return Optional.empty();
    }
    Map<String, YamlNode> fields = node.mapping("oauth", OAUTH_KEYS).orElse(Map.of());
    for (String key : List.of("clientId", "secretFile")) {
      if (node.isMapping() && !fields.containsKey(key)) {
        node.problem("oauth has no " + key);
      }
    }
    Optional<String> id = value(fields, "clientId", Function.identity());
    Optional<Path> secretFile = value(fields, "secretFile", this::path);
    Optional<URI> endpoint = value(fields, "endpoint", OperatorConfigurationParser::endpoint);
    Optional<String> resource = value(fields, "resource", Function.identity());
    if (id.isEmpty() || secretFile.isEmpty()) {
      return Optional.empty();
    }
    try {
      OAuthClient.Builder client =
          OAuthClient.builder()
              .clientId(id.get())
              .clientSecret(ClientSecret.inFile(secretFile.get()))
              .addAllScopes(names(fields, "scopes"))
              .resource(resource);
      endpoint.ifPresent(client::tokenEndpoint);
      return Optional.of(client.build());
    } catch (InvalidArgumentException e) {
      node.problem("oauth: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Validates the proxy, and keeps its text: it may contain a password. */
  private static String proxy(String text) {
    try {
      HttpProxy unused = HttpProxy.parse(text);
      return text;
    } catch (InvalidArgumentException e) {
      throw new InvalidValueException(
          "proxy", "****", "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
    }
  }

  private Optional<SourceLocation> source() {
    YamlNode source = top.get("source");
    if (source == null) {
      return Optional.empty();
    }
    Set<String> kinds = new TreeSet<>(DesiredStateSources.providers().keySet());
    Map<String, YamlNode> entries = source.mapping("source", kinds).orElse(Map.of());
    if (source.isMapping() && entries.size() != 1) {
      source.problem("source must have exactly one of the keys " + String.join(", ", kinds));
      return Optional.empty();
    }
    return entries.keySet().stream()
        .findFirst()
        .flatMap(
            kind ->
                value(entries, kind, text -> FILES.contains(kind) ? path(text).toString() : text)
                    .map(location -> new SourceLocation(kind, location)));
  }

  private static List<String> names(Map<String, YamlNode> selection, String key) {
    YamlNode list = selection.get(key);
    return list == null
        ? List.of()
        : list.list(key).stream().flatMap(item -> item.text("a name of " + key).stream()).toList();
  }

  private List<Stage> stages() {
    YamlNode list = top.get("stages");
    if (list == null) {
      return List.of();
    }
    List<YamlNode> items = list.list("stages");
    if (list.isList() && items.isEmpty()) {
      list.problem("stages is empty; expected at least one stage");
    }
    Set<String> names = new HashSet<>();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      YamlNode item = items.get(i);
      Optional<Stage> stage = stage(item);
      if (stage.isEmpty()) {
        continue;
      }
      stages.add(stage.get());
      String name = stage.get().name();
      if (!names.add(name)) {
        item.problem("stage " + name + " is defined more than once");
      }
      boolean selectsAll = SELECTORS.stream().allMatch(key -> item.peek(key).isEmpty());
      if (selectsAll && i < items.size() - 1) {
        item.problem(
            "stage "
                + name
                + " selects every cluster, so later stages have none; expected clusters,"
                + " environments or labels, or make it the last stage");
      }
    }
    return stages;
  }

  private static Optional<Stage> stage(YamlNode item) {
    Map<String, YamlNode> fields = item.mapping("a stage", STAGE_KEYS).orElse(Map.of());
    Optional<String> name = required("a stage", item, fields, "name", Function.identity());
    YamlNode labels = fields.get("labels");
    StageSelector selector =
        new StageSelector(
            names(fields, "clusters").stream().map(NamePattern::new).toList(),
            names(fields, "environments").stream().map(NamePattern::new).toList(),
            labels == null ? Map.of() : labels.textMapping("labels").orElse(Map.of()));
    Optional<Duration> soak = value(fields, "soak", DurationParser::parseSoak);
    Optional<ArrivalLimit> arrival =
        Optional.ofNullable(fields.get("arrival")).map(OperatorConfigurationParser::arrival);
    if (name.filter(Stage.REST::equals).isPresent()) {
      item.problem(
          "stage rest: the name of the last stage with all clusters that no stage selects; expected"
              + " another name");
      return Optional.empty();
    }
    return value(
        fields, "name", text -> new Stage(text, selector, soak.orElse(Duration.ZERO), arrival));
  }

  private static ArrivalLimit arrival(YamlNode node) {
    Map<String, YamlNode> limits = node.mapping("arrival", ARRIVAL_KEYS).orElse(Map.of());
    return new ArrivalLimit(
        count(limits, "maxMissing", 0),
        count(limits, "maxLeaks", 0),
        count(limits, "maxUnknown", 0),
        count(limits, "maxSilent", Integer.MAX_VALUE));
  }

  private static int count(Map<String, YamlNode> limits, String key, int otherwise) {
    return Optional.ofNullable(limits.get(key))
        .flatMap(node -> node.scalar(key, text -> count(key, text)))
        .orElse(otherwise);
  }

  private static int count(String key, String text) {
    if (text.matches("[0-9]{1," + MAX_COUNT_DIGITS + "}")) {
      return Integer.parseInt(text);
    }
    throw new InvalidValueException(key, text, "a number of namespaces, 0 or more");
  }

  private static Optional<Duration> time(Map<String, YamlNode> timeouts, String key) {
    return value(timeouts, key, DurationParser::parse);
  }

  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (Set.of("http", "https").contains(scheme) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new InvalidValueException(
        "endpoint", text, "a URL such as https://activegate:9999/e/abc12345");
  }

  private Path path(String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("path", text, "a path");
    }
  }

  private static <T> Optional<T> value(
      Map<String, YamlNode> fields, String key, Function<String, T> parser) {
    YamlNode field = fields.get(key);
    return field == null ? Optional.empty() : field.value(key, parser);
  }

  private static <T> Optional<T> required(
      String what,
      YamlNode item,
      Map<String, YamlNode> fields,
      String key,
      Function<String, T> parser) {
    if (item.isMapping() && !fields.containsKey(key)) {
      item.problem(what + " has no " + key);
    }
    return value(fields, key, parser);
  }
}

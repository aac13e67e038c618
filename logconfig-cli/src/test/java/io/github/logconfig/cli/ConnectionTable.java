package io.github.logconfig.cli;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs of {@code plan}: each kind of credentials, each form of URL, each state of the credentials.
 * All go through the proxy of a {@link PrivateNetwork}, so that the real host names are used.
 */
final class ConnectionTable {

  /** Kind of credentials. */
  enum Kind {
    API_TOKEN("API token", "dt0c01"),
    PLATFORM_TOKEN("platform token", "dt0s16"),
    OAUTH("OAuth client", "dt0s02");

    private final String label;
    private final String prefix;

    Kind(String label, String prefix) {
      this.label = label;
      this.prefix = prefix;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** URL of the environment in the desired state. */
  enum Address {
    LIVE("live URL", "https://abc12345.live.dynatrace.com"),
    APPS("apps URL", "https://abc12345.apps.dynatrace.com"),
    MANAGED("Managed", "https://managed.example.com/e/0b1c2d3e"),
    ACTIVE_GATE("ActiveGate", "https://activegate.example.com:9999/e/0b1c2d3e");

    private final String label;
    private final String url;

    Address(String label, String url) {
      this.label = label;
      this.url = url;
    }

    boolean isSaas() {
      return this == LIVE || this == APPS;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** State of the credentials. */
  enum State {
    VALID,
    /** The file holds credentials of another kind. */
    WRONG_KIND,
    MISSING_SCOPE,
    EXPIRED,
    /** The first request is rejected, and the file then holds other credentials. */
    ROTATED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** One run. */
  record Cell(Kind kind, Address address, State state) {

    static List<Cell> all() {
      List<Cell> cells = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        for (Address address : Address.values()) {
          for (State state : State.values()) {
            cells.add(new Cell(kind, address, state));
          }
        }
      }
      return cells;
    }

    /** Each kind with each URL once, and each state at least twice. */
    static List<Cell> diagonal() {
      List<Cell> all = all();
      List<Cell> some = new ArrayList<>();
      for (int i = 0; i < all.size(); i += State.values().length) {
        some.add(all.get(i + (i / State.values().length + 2) % State.values().length));
      }
      return some;
    }
  }

  /**
   * Result of a run.
   *
   * @param message what failed, without what differs between runs
   */
  record Outcome(Kind kind, int exitCode, String message) {

    static Outcome of(Cell cell, int exitCode, String out, String err) {
      return new Outcome(
          cell.kind(),
          exitCode,
          (err + failures(out))
              .strip()
              .replaceAll("\"?/[^ \"]*secret\"?", "FILE")
              .replace(cell.address().url, "URL")
              .replace("|", "\\|")
              .replace("\n", "<br>"));
    }
  }

  /** Returns the lines of a plan that start with an exclamation mark. */
  static String failures(String out) {
    return out.lines()
        .filter(line -> line.startsWith("! cluster "))
        .map(line -> line.substring(2))
        .collect(Collectors.joining("\n"));
  }

  /** Returns the rows of the table in the documentation; cells with one outcome share a row. */
  static String rows(Map<Cell, Outcome> outcomes) {
    Map<Outcome, Set<Address>> addresses = new LinkedHashMap<>();
    Map<Outcome, Set<State>> states = new LinkedHashMap<>();
    outcomes.forEach(
        (cell, outcome) -> {
          addresses.computeIfAbsent(outcome, it -> new LinkedHashSet<>()).add(cell.address());
          states.computeIfAbsent(outcome, it -> new LinkedHashSet<>()).add(cell.state());
        });
    return addresses.keySet().stream()
        .map(
            outcome ->
                "| %s | %s | %s | %d | %s |"
                    .formatted(
                        outcome.kind(),
                        joined(Objects.requireNonNull(addresses.get(outcome))),
                        joined(Objects.requireNonNull(states.get(outcome))),
                        outcome.exitCode(),
                        outcome.message()))
        .collect(Collectors.joining("\n"));
  }

  private static String joined(Set<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** Returns whether a row states this outcome of a cell. */
  static boolean documents(String page, Cell cell, Outcome outcome) {
    return page.lines()
        .map(line -> List.of(line.split(" ?\\| ?", -1)))
        .filter(columns -> columns.size() >= 6 && columns.get(1).equals(cell.kind().toString()))
        .filter(columns -> List.of(columns.get(2).split(", ")).contains(cell.address().toString()))
        .filter(columns -> List.of(columns.get(3).split(", ")).contains(cell.state().toString()))
        .anyMatch(
            columns ->
                columns.get(4).equals(String.valueOf(outcome.exitCode()))
                    && columns.get(5).equals(outcome.message()));
  }

  private final PrivateNetwork network;
  private final Path folder;

  ConnectionTable(PrivateNetwork network, Path folder) {
    this.network = network;
    this.folder = folder;
  }

  static DynatraceSimulator simulator() {
    return DynatraceSimulator.builder()
        .hostGroup("stage-01")
        .token("dt0c01.VALID.SECRET")
        .tokenWithScopes("dt0c01.NARROW.SECRET", "settings.read", "settings.write")
        .token("dt0s16.VALID.SECRET")
        .tokenWithScopes("dt0s16.NARROW.SECRET", "settings:objects:read", "settings:schemas:read")
        .oauthClient(
            "dt0s02.VALID",
            "dt0s02.VALID.SECRET",
            "settings:objects:read",
            "settings:objects:write",
            "settings:schemas:read",
            "environment-api:entities:read")
        .oauthClient("dt0s02.NARROW", "dt0s02.NARROW.SECRET", "settings:objects:read")
        .start();
  }

  /** Prepares the files of a run, and returns its arguments. */
  List<String> arguments(Cell cell) throws IOException {
    Path own = Files.createDirectories(folder.resolve(cell.toString().replaceAll("\\W+", "-")));
    Path desired =
        Files.writeString(
            own.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "%s"}]
            clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
            """
                .formatted(cell.address().url));
    Path secret = own.resolve("secret");
    String valid = cell.kind().prefix + ".VALID.SECRET\n";
    String expired = cell.kind().prefix + ".EXPIRED.SECRET\n";
    String former = cell.kind().prefix + ".FORMER" + Cell.all().indexOf(cell) + ".SECRET\n";
    Files.writeString(
        secret,
        switch (cell.state()) {
          case VALID -> valid;
          case WRONG_KIND -> (cell.kind() == Kind.OAUTH ? "dt0c01" : "dt0s02") + ".VALID.SECRET\n";
          case MISSING_SCOPE -> cell.kind().prefix + ".NARROW.SECRET\n";
          case EXPIRED -> expired;
          case ROTATED -> former;
        });
    secret.toFile().setReadable(false, false);
    secret.toFile().setReadable(true, true);
    if (cell.state() == State.ROTATED) {
      network.observe(
          (path, secrets) -> {
            if (secrets.contains(former.strip())) {
              replace(secret, valid);
            }
          });
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "plan",
                "--file=" + desired,
                "--proxy=" + network.proxy(PrivateNetwork.USER, "pa%3Ass"),
                "--ca-file=" + PrivateNetwork.authority(own)));
    if (!cell.address().isSaas()) {
      arguments.add("--endpoint=staging=" + cell.address().url);
    }
    if (cell.kind() == Kind.OAUTH) {
      boolean narrow = cell.state() == State.MISSING_SCOPE;
      arguments.add("--oauth-client=dt0s02." + (narrow ? "NARROW" : "VALID"));
      arguments.add("--oauth-secret-file=" + secret);
    } else {
      arguments.add("--token-file=" + secret);
    }
    return arguments;
  }

  private static void replace(Path secret, String text) {
    try {
      Files.writeString(secret, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

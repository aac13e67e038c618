package io.github.logconfig.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.logconfig.simulator.internal.auth.OAuthTokens;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.DurationText;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the simulator: starts it, prints its address, and runs until the process is
 * ended. The command has no name of its own: it takes the one that it is added under as a
 * subcommand.
 *
 * @since 0.1.0
 */
@Command(mixinStandardHelpOptions = true, description = "Starts a simulated Dynatrace environment.")
public final class SimulatorCommand implements Callable<Integer> {

  private static final String HOST_GROUP_KEY = "host-group=";
  private static final String CLUSTER_KEY = "kubernetes-cluster=";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port to listen on; 0, the default, takes a free one.")
  private int port;

  @Option(
      names = "--all-addresses",
      description = "Listen on all addresses, not only on 127.0.0.1; for containers.")
  private boolean allAddresses;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "File to write the port to once the simulator listens.")
  private @Nullable Path portFile;

  @Option(
      names = "--token",
      paramLabel = "VALUE",
      description =
          "Accepted token, as TOKEN or TOKEN=SCOPE,SCOPE; may be repeated. Default: any token.")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--oauth-client",
      paramLabel = "ID=PASSWORD",
      description = "A client that is granted OAuth tokens at /sso/oauth2/token; may be repeated.")
  private Map<String, String> oauthClients = new LinkedHashMap<>();

  @Option(
      names = "--environment-id",
      paramLabel = "ID",
      defaultValue = "",
      description = "Id of the environment; OAuth tokens for other environments are rejected.")
  private String environmentId = "";

  @Option(
      names = "--without-token-lookup",
      description = "Respond to token look-ups with 410 Gone.")
  private boolean withoutTokenLookup;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      converter = DurationText.class,
      defaultValue = "0ms",
      description = "Delay of every answer, for example 50ms.")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--jitter",
      paramLabel = "DURATION",
      converter = DurationText.class,
      defaultValue = "0ms",
      description = "Upper bound of a random delay that is added to the latency.")
  private Duration jitter = Duration.ZERO;

  @Option(
      names = "--lag",
      paramLabel = "DURATION",
      converter = DurationText.class,
      defaultValue = "0ms",
      description = "How long reads lag behind writes.")
  private Duration lag = Duration.ZERO;

  @Option(
      names = "--throttle",
      paramLabel = "THREADS,QUEUE",
      split = ",",
      description =
          "Number of concurrent and of queued requests; further requests are answered with 429.")
  private List<Integer> throttle = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Seed of the random numbers of --jitter.")
  private long seed;

  @Option(names = "--tls", description = "Serve https with a certificate generated at the start.")
  private boolean tls;

  @Option(
      names = "--certificate-file",
      paramLabel = "FILE",
      description = "File to write the certificate to, in PEM; with --tls.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "A further settings schema in JSON; may be repeated.")
  private List<Path> schemas = new ArrayList<>();

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "Initial settings objects, as returned by GET /__simulator/snapshot.")
  private @Nullable Path snapshot;

  @Option(
      names = "--built-in-rule",
      paramLabel = "TITLE",
      description = "Title of a built-in log rule; may be repeated.")
  private List<String> builtInRules = new ArrayList<>();

  @Option(
      names = "--host-group",
      paramLabel = "NAME",
      description = "Name of a host group; may be repeated.")
  private List<String> hostGroups = new ArrayList<>();

  @Option(
      names = "--kubernetes-cluster",
      paramLabel = "NAME[=UID]",
      description =
          "Display name of a Kubernetes cluster and the UID of its namespace kube-system; may be"
              + " repeated, also with the same name.")
  private List<String> kubernetesClusters = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "NAME[,host-group=NAME][,kubernetes-cluster=UID]",
      description =
          "A host, its host group, and the UID or unique name of its Kubernetes cluster; may be"
              + " repeated.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--entities",
      paramLabel = "FILE",
      description =
          "Entities in JSON, in the format of POST /__simulator/entities; may be repeated.")
  private List<Path> entityFiles = new ArrayList<>();

  @Option(
      names = "--workloads",
      paramLabel = "FILE",
      description =
          "Workloads and how queries are executed in JSON, in the format of PUT"
              + " /__simulator/workloads.")
  private @Nullable Path workloads;

  @Option(
      names = "--host-groups-file",
      paramLabel = "FILE",
      description = "File with one name of a host group per line.")
  private @Nullable Path hostGroupsFile;

  /** Creates the command with its defaults. */
  public SimulatorCommand() {}

  /** Returns the command as a standalone program. */
  static CommandLine commandLine() {
    return new CommandLine(new SimulatorCommand()).setCommandName("dynatrace-simulator");
  }

  /**
   * Runs the simulator until the process is ended.
   *
   * @return 0
   * @throws ParameterException if the value of an option cannot be used, for example because the
   *     port is taken
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Integer call() throws InterruptedException {
    try (DynatraceSimulator simulator = start()) {
      if (certificateFile != null) {
        Path file = certificateFile;
        simulator.certificate().ifPresent(it -> write("--certificate-file", file, pem(it)));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("Dynatrace simulator listens on " + simulator.baseUrl());
      out.flush();
      if (portFile != null) {
        write("--port-file", portFile, simulator.port() + "\n");
      }
      new CountDownLatch(1).await();
      return CommandLine.ExitCode.OK;
    }
  }

  private DynatraceSimulator start() {
    // read both before the start: an error must not leave a running server
    String restored = textOf("--snapshot", snapshot);
    DynatraceSimulator.Builder builder = described();
    DynatraceSimulator simulator;
    try {
      simulator = valid("the description", builder::start);
    } catch (IllegalStateException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    if (!restored.isEmpty()) {
      try {
        simulator.restore(ApiResponse.JSON.readTree(restored));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        simulator.close();
        throw refused("--snapshot " + snapshot + " cannot be restored: " + e.getMessage());
      }
    }
    return simulator;
  }

  private DynatraceSimulator.Builder described() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    valid("--port", () -> builder.port(port));
    if (allAddresses) {
      builder.onAllAddresses();
    }
    valid("--latency", () -> builder.latency(latency));
    valid("--jitter", () -> builder.jitter(jitter, seed));
    valid("--lag", () -> builder.readAfterWriteLag(lag));
    tokens.forEach(token -> addToken(builder, token));
    String[] oauthScopes = OAuthTokens.SCOPES.toArray(String[]::new);
    oauthClients.forEach((id, secret) -> builder.oauthClient(id, secret, oauthScopes));
    valid("--environment-id", () -> builder.environmentId(environmentId));
    if (withoutTokenLookup) {
      builder.withoutTokenLookup();
    }
    if (!throttle.isEmpty()) {
      int queue = throttle.size() > 1 ? throttle.get(1) : 0;
      valid("--throttle", () -> builder.throttle(throttle.get(0), queue));
    }
    if (tls) {
      builder.tls();
    }
    for (Path file : schemas) {
      String schema = textOf("--schema", file);
      valid("--schema " + file, () -> builder.schema(ApiResponse.JSON.readTree(schema)));
    }
    hostGroups.forEach(builder::hostGroup);
    textOf("--host-groups-file", hostGroupsFile)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(builder::hostGroup);
    kubernetesClusters.forEach(cluster -> addKubernetesCluster(builder, cluster));
    for (Path file : entityFiles) {
      String entities = textOf("--entities", file);
      valid("--entities " + file, () -> builder.entities(ApiResponse.JSON.readTree(entities)));
    }
    hosts.forEach(host -> valid("--host " + host, () -> addHost(builder, host)));
    String logs = textOf("--workloads", workloads);
    if (!logs.isEmpty()) {
      valid("--workloads " + workloads, () -> builder.workloads(ApiResponse.JSON.readTree(logs)));
    }
    builtInRules.forEach(title -> builder.rule(SimulatedRule.builtIn(title)));
    return builder;
  }

  private static void addKubernetesCluster(DynatraceSimulator.Builder builder, String option) {
    int equals = option.lastIndexOf('=');
    if (equals < 0) {
      builder.kubernetesCluster(option);
    } else {
      builder.kubernetesCluster(option.substring(0, equals), option.substring(equals + 1));
    }
  }

  private static DynatraceSimulator.Builder addHost(
      DynatraceSimulator.Builder builder, String option) {
    String hostGroup = "";
    String cluster = "";
    String[] parts = option.split(",", -1);
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      if (part.startsWith(HOST_GROUP_KEY)) {
        hostGroup = part.substring(HOST_GROUP_KEY.length());
      } else if (part.startsWith(CLUSTER_KEY)) {
        cluster = part.substring(CLUSTER_KEY.length());
      } else {
        throw new IllegalArgumentException(
            "\"" + Quoted.text(part) + "\" is not " + HOST_GROUP_KEY + "… or " + CLUSTER_KEY + "…");
      }
    }
    return builder.host(parts[0], hostGroup, cluster);
  }

  private static void addToken(DynatraceSimulator.Builder builder, String option) {
    int equals = option.indexOf('=');
    if (equals < 0) {
      builder.token(option);
    } else {
      builder.tokenWithScopes(
          option.substring(0, equals), option.substring(equals + 1).split(",", -1));
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a generated certificate can be encoded", e);
    }
  }

  private void write(String option, Path file, String text) {
    try {
      writeAtomically(file, text);
    } catch (IOException e) {
      throw refused(option + " " + file + " cannot be written: " + e.getMessage());
    }
  }

  /** Returns what a call returns; refuses the value of an option that the call does not accept. */
  private <T> T valid(String option, Callable<T> use) {
    try {
      return use.call();
    } catch (RuntimeException e) {
      throw e instanceof IllegalArgumentException ? refused(option + ": " + e.getMessage()) : e;
    } catch (Exception e) {
      throw refused(option + ": " + e.getMessage());
    }
  }

  /** The text of a file that an option names; empty without one. */
  private String textOf(String option, @Nullable Path file) {
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw refused(option + " " + file + " cannot be read: " + e.getMessage());
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Renames a complete file, so that readers never see a part of it. */
  private static void writeAtomically(Path file, String text) throws IOException {
    Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

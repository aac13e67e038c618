package io.github.logconfig.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the simulator: starts it, tells its address, and runs until the process is
 * ended.
 *
 * @since 0.1.0
 */
@Command(
    name = "dynatrace-simulator",
    mixinStandardHelpOptions = true,
    description = "Starts a stand-in for a Dynatrace environment on 127.0.0.1.")
public final class SimulatorCommand implements Callable<Integer> {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s)");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port to listen on; 0, the default, takes a free one.")
  private int port;

  @Option(
      names = "--port-file",
      paramLabel = "FILE",
      description = "File to write the port to once the simulator listens.")
  private @Nullable Path portFile;

  @Option(
      names = "--token",
      paramLabel = "VALUE",
      description =
          "A token to let in, as TOKEN or TOKEN=SCOPE,SCOPE; may be repeated. Without one, any.")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description = "How long to hold back every answer, for example 50ms.")
  private String latency = "0ms";

  @Option(
      names = "--jitter",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description = "The most to add to the latency by chance.")
  private String jitter = "0ms";

  @Option(
      names = "--lag",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description = "How long reads lag behind writes.")
  private String lag = "0ms";

  @Option(
      names = "--throttle",
      paramLabel = "THREADS,QUEUE",
      split = ",",
      description = "Requests worked on at once and waiting; any more are answered with 429.")
  private List<Integer> throttle = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Where the chance of --jitter comes from.")
  private long seed;

  @Option(names = "--tls", description = "Speak https, with a certificate made at the start.")
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
      description = "Settings objects to begin with, as GET /__simulator/snapshot gave them.")
  private @Nullable Path snapshot;

  @Option(
      names = "--built-in-rule",
      paramLabel = "TITLE",
      description = "Title of a log rule that comes with the service; may be repeated.")
  private List<String> builtInRules = new ArrayList<>();

  @Option(
      names = "--host-group",
      paramLabel = "NAME",
      description = "Name of a host group; may be repeated.")
  private List<String> hostGroups = new ArrayList<>();

  @Option(
      names = "--kubernetes-cluster",
      paramLabel = "NAME",
      description = "Name of a Kubernetes cluster; may be repeated.")
  private List<String> kubernetesClusters = new ArrayList<>();

  @Option(
      names = "--host-groups-file",
      paramLabel = "FILE",
      description = "File with one name of a host group per line.")
  private @Nullable Path hostGroupsFile;

  /** Makes the command with its defaults. */
  public SimulatorCommand() {}

  /**
   * Runs the simulator until the process is ended.
   *
   * @return 0
   * @throws IOException if the port file cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    DynatraceSimulator.Builder builder = described();
    try (DynatraceSimulator simulator = builder.start()) {
      if (snapshot != null) {
        restore(simulator, snapshot);
      }
      if (certificateFile != null) {
        simulator.certificate().ifPresent(this::writeCertificate);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("Dynatrace simulator listens on " + simulator.baseUrl());
      out.flush();
      if (portFile != null) {
        writeAtomically(portFile, simulator.port() + "\n");
      }
      new CountDownLatch(1).await();
      return CommandLine.ExitCode.OK;
    }
  }

  private DynatraceSimulator.Builder described() {
    try {
      DynatraceSimulator.Builder builder =
          DynatraceSimulator.builder()
              .port(port)
              .latency(parse("--latency", latency))
              .jitter(parse("--jitter", jitter), seed)
              .readAfterWriteLag(parse("--lag", lag));
      tokens.forEach(token -> addToken(builder, token));
      if (!throttle.isEmpty()) {
        builder.throttle(throttle.get(0), throttle.size() > 1 ? throttle.get(1) : 0);
      }
      if (tls) {
        builder.tls();
      }
      schemas.forEach(schema -> addSchema(builder, schema));
      hostGroups.forEach(builder::hostGroup);
      namesIn(hostGroupsFile).forEach(builder::hostGroup);
      kubernetesClusters.forEach(builder::kubernetesCluster);
      builtInRules.forEach(title -> builder.rule(SimulatedRule.builtIn(title)));
      return builder;
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private void addSchema(DynatraceSimulator.Builder builder, Path schema) {
    try {
      builder.schema(schema);
    } catch (IOException | IllegalArgumentException e) {
      throw refused("--schema " + schema + " cannot be read: " + e.getMessage());
    }
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

  private void restore(DynatraceSimulator simulator, Path file) {
    try {
      simulator.restore(ApiResponse.JSON.readTree(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw refused("--snapshot " + file + " cannot be restored: " + e.getMessage());
    }
  }

  private void writeCertificate(X509Certificate certificate) {
    try {
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      writeAtomically(
          Objects.requireNonNull(certificateFile),
          "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | CertificateEncodingException e) {
      throw refused("--certificate-file cannot be written: " + e.getMessage());
    }
  }

  private Duration parse(String option, String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw refused(option + " \"" + text + "\" is not a duration such as 50ms or 1s");
    }
    long amount = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<String> namesIn(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--host-groups-file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Whoever waits for the file must never see half of it. */
  private static void writeAtomically(Path file, String text) throws IOException {
    Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

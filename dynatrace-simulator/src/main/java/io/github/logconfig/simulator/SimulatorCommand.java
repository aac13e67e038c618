package io.github.logconfig.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      description = "The one token to let in; without it, any token.")
  private @Nullable String token;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description = "How long to hold back every answer, for example 50ms.")
  private String latency = "0ms";

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
    DynatraceSimulator.Builder builder =
        DynatraceSimulator.builder().port(port).latency(parseLatency());
    if (token != null) {
      builder.token(token);
    }
    hostGroups.forEach(builder::hostGroup);
    namesIn(hostGroupsFile).forEach(builder::hostGroup);
    kubernetesClusters.forEach(builder::kubernetesCluster);
    try (DynatraceSimulator simulator = builder.start()) {
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

  private Duration parseLatency() {
    Matcher parts = DURATION.matcher(latency);
    if (!parts.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--latency \"" + latency + "\" is not a duration such as 50ms or 1s");
    }
    long amount = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
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

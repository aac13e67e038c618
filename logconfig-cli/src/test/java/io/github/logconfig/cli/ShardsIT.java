package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Shard;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes share twenty environments, as the pods of an Indexed Job do. */
class ShardsIT {

  private static final int ENVIRONMENTS = 20;
  private static final int CLUSTERS = 5;
  private static final int SHARDS = 4;
  private static final int VICTIM = 2;

  @TempDir private Path folder;

  private final CountDownLatch victimWrites = new CountDownLatch(1);
  private final TreeSet<String> written = new TreeSet<>();
  private DynatraceSimulator simulator;

  @BeforeEach
  void start() throws IOException {
    DynatraceSimulator.Builder builder =
        DynatraceSimulator.builder().latency(Duration.ofMillis(20)).recorder(this::record);
    StringBuilder environments = new StringBuilder("environments:\n");
    StringBuilder clusters = new StringBuilder("clusters:\n");
    for (int e = 0; e < ENVIRONMENTS; e++) {
      String name = name(e);
      environments.append(
          "  - {name: %s, url: \"https://%s.live.dynatrace.com\"}\n".formatted(name, name));
      for (int c = 0; c < CLUSTERS; c++) {
        builder.hostGroup(name + "-c" + c);
        clusters.append(
            "  - {name: %s-c%d, environment: %s, namespaces: [a, b]}\n".formatted(name, c, name));
      }
    }
    simulator = builder.start();
    Files.writeString(folder.resolve("token"), "dt0c01.EXAMPLE.NOT-A-REAL-SECRET");
    Files.writeString(folder.resolve("desired.yaml"), environments.toString() + clusters);
    Files.writeString(
        folder.resolve("logconfig.yaml"),
        environments
            .toString()
            .replace("}", ", endpoint: \"" + simulator.baseUrl() + "\", tokenFile: token}"));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private static String name(int environment) {
    return "env%02d".formatted(environment);
  }

  private static List<String> environmentsOf(int shard) {
    return IntStream.range(0, ENVIRONMENTS)
        .mapToObj(ShardsIT::name)
        .filter(name -> new Shard(shard, SHARDS).contains(new EnvironmentName(name)))
        .toList();
  }

  private void record(Exchange exchange) {
    if (exchange.method().equals("POST")) {
      synchronized (written) {
        IntStream.range(0, ENVIRONMENTS)
            .mapToObj(ShardsIT::name)
            .filter(name -> exchange.requestBody().contains(name + "-c"))
            .forEach(written::add);
        if (environmentsOf(VICTIM).stream().anyMatch(written::contains)) {
          victimWrites.countDown();
        }
      }
    }
  }

  private Process process(int shard) throws IOException {
    Process process =
        Executable.start(
            Map.of(
                "JOB_COMPLETION_INDEX",
                String.valueOf(shard),
                "SHARDS",
                String.valueOf(SHARDS),
                "LOGCONFIG_CONFIG",
                folder.resolve("logconfig.yaml").toString()),
            "run",
            "--once",
            "--file",
            folder.resolve("desired.yaml").toString());
    process.getOutputStream().close();
    new Thread(() -> drain(process)).start();
    return process;
  }

  private static void drain(Process process) {
    try (var out = process.getInputStream();
        var err = process.getErrorStream()) {
      out.readAllBytes();
      err.readAllBytes();
    } catch (IOException e) {
      // the process was killed
    }
  }

  @Test
  void aKilledProcessDelaysItsShareOnly() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      processes.add(process(shard));
    }
    assertThat(victimWrites.await(2, TimeUnit.MINUTES)).isTrue();
    Process victim = processes.get(VICTIM);
    victim.descendants().forEach(ProcessHandle::destroyForcibly);
    victim.destroyForcibly();

    for (Process process : processes) {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
    processes.remove(victim);
    assertThat(processes).extracting(Process::exitValue).containsOnly(ExitCode.DONE);

    written.clear();
    Process again = process(VICTIM);
    assertThat(again.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(again.exitValue()).isEqualTo(ExitCode.DONE);
    assertThat(environmentsOf(VICTIM)).containsAll(written);
    List<String> titles = new ArrayList<>();
    simulator
        .objects()
        .forEach(object -> titles.add(object.at("/value/config-item-title").asText()));
    assertThat(titles)
        .as("every cluster has one rule")
        .hasSize(ENVIRONMENTS * CLUSTERS)
        .doesNotHaveDuplicates();
  }
}

package io.github.logconfig.benchmarks;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs many simulated environments in a separate process, so that their memory does not count as
 * memory of the measured code. Prints their URLs. For every line of input, prints the processor
 * time of the process in nanoseconds, then the number of requests for each operation, and resets
 * it.
 */
public final class SimulatorHost {

  private SimulatorHost() {}

  /**
   * Serves until the input ends.
   *
   * @param args how many environments, how many host groups in each, the latency in milliseconds
   * @throws IOException if the input cannot be read
   */
  public static void main(String[] args) throws IOException {
    int environments = Integer.parseInt(args[0]);
    int hostGroups = Integer.parseInt(args[1]);
    Duration latency = Duration.ofMillis(Long.parseLong(args[2]));
    List<DynatraceSimulator> simulators = new ArrayList<>();
    for (int i = 0; i < environments; i++) {
      DynatraceSimulator.Builder builder = DynatraceSimulator.builder().latency(latency);
      for (int j = 0; j < hostGroups; j++) {
        builder.hostGroup(FleetScale.clusterName(i, j));
      }
      simulators.add(builder.start());
    }
    simulators.forEach(simulator -> System.out.println(simulator.baseUrl()));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.readLine() != null) {
      Map<String, Integer> requests = new TreeMap<>();
      for (DynatraceSimulator simulator : simulators) {
        simulator.requests().forEach((name, count) -> requests.merge(name, count, Integer::sum));
        simulator.clearRequests();
      }
      System.out.println(FleetScale.processCpuNanos());
      System.out.println(requests);
    }
    simulators.forEach(DynatraceSimulator::close);
  }
}

package io.github.logconfig.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A fleet in 20 environments, 50 ms away: what creating it, finding nothing to change, and changing
 * one cluster in a hundred takes, in requests, time, processor time and heap. The service is in
 * another process, but on the same machine. Runs without changes are repeated until they no longer
 * become faster. {@code java -Xmx384m -cp … io.github.logconfig.benchmarks.FleetScale 10000}
 */
public final class FleetScale {

  private static final int ENVIRONMENTS = 20;
  private static final int NAMESPACES = 100;
  private static final int LATENCY_MILLIS = 50;
  private static final int PER_PAGE = 500;
  private static final int PER_POST = 100;
  private static final int ENVIRONMENTS_AT_A_TIME = 8;
  private static final int REPEATS = 3;

  /** Warm-up ends if the last runs take at least this part of the time of those before them. */
  private static final double STEADY = 0.95;

  private static final int MAX_RUNS = 30;
  private static final String LIST = "GET /api/v2/settings/objects";
  private static final String ENTITIES = "GET /api/v2/entities";
  private static final String POST = "POST /api/v2/settings/objects";
  private static final String PUT = "PUT /api/v2/settings/objects/{objectId}";

  private final int perEnvironment;
  private final Process host;
  private final BufferedReader answers;
  private final List<DynatraceClient> clients = new ArrayList<>();
  private String counted = "{}";

  private FleetScale(int perEnvironment) throws IOException {
    this.perEnvironment = perEnvironment;
    this.host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorHost.class.getName(),
                Integer.toString(ENVIRONMENTS),
                Integer.toString(perEnvironment),
                Integer.toString(LATENCY_MILLIS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.answers =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Measures fleets of these sizes.
   *
   * @param args numbers of clusters, multiples of 20; after {@code targets}, only creation and no
   *     change are measured
   * @throws IOException if the simulators cannot be talked to
   */
  public static void main(String[] args) throws IOException {
    System.out.printf(
        "%d environments, %d namespaces per cluster, %d ms latency, heap at most %d MiB%n",
        ENVIRONMENTS, NAMESPACES, LATENCY_MILLIS, Runtime.getRuntime().maxMemory() >> 20);
    boolean targets = args.length > 0 && args[0].equals("targets");
    for (String arg : List.of(args).subList(targets ? 1 : 0, args.length)) {
      new FleetScale(Integer.parseInt(arg) / ENVIRONMENTS).measure(!targets);
    }
  }

  static String clusterName(int environment, int number) {
    return "cluster-%02d-%04d".formatted(environment, number);
  }

  private void measure(boolean changes) throws IOException {
    try {
      Reconciler.Builder builder =
          Reconciler.builder().impactLimit(new ImpactLimit(Integer.MAX_VALUE, 0, true, true));
      for (int i = 0; i < ENVIRONMENTS; i++) {
        DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse(answers.readLine()))
                .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
                .build();
        clients.add(client);
        builder.client(environment(i), client);
      }
      Reconciler locked = builder.build();
      Reconciler batched = builder.writeMode(WriteMode.BATCHED).build();
      print(run("create", fleet(0), locked, POST, ENVIRONMENTS * ceil(perEnvironment, PER_POST)));
      DesiredState same = fleet(0);
      runUntilSteady("no change", () -> run("no change", same, locked, POST, 0));
      if (!changes) {
        return;
      }
      int changed = Math.max(1, perEnvironment / 100);
      for (int i = 1; i <= REPEATS; i++) {
        print(run("1 % changed, locked", fleet(i), locked, PUT, ENVIRONMENTS * changed));
      }
      for (int i = 1; i <= REPEATS; i++) {
        print(
            run(
                "1 % changed, batched",
                fleet(REPEATS + i), batched, POST, ENVIRONMENTS * ceil(changed, PER_POST)));
      }
    } finally {
      clients.forEach(DynatraceClient::close);
      host.destroy();
    }
  }

  /**
   * One run.
   *
   * @param result whether it succeeded with exactly the requests that are needed
   * @param allocated bytes allocated by all threads; 0 before Java 21, which does not count them
   */
  private record Run(
      String what,
      String result,
      double least,
      long nanos,
      long ownCpu,
      long simulatorCpu,
      long allocated,
      long peakHeap) {}

  private interface Measured {
    Run run() throws IOException;
  }

  private Run run(
      String what, DesiredState desired, Reconciler reconciler, String write, int writes)
      throws IOException {
    long simulatorCpu = -simulatorCpu();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    Supplier<ApplyReport> run = () -> reconciler.apply(desired);
    long allocated = -allocatedBytes();
    long ownCpu = -processCpuNanos();
    long nanos = -System.nanoTime();
    ApplyReport report = run.get();
    nanos += System.nanoTime();
    ownCpu += processCpuNanos();
    allocated += allocatedBytes();
    simulatorCpu += simulatorCpu();
    Map<String, Integer> requests = requests();
    Map<String, Integer> floor = new TreeMap<>();
    boolean first = what.equals("create");
    floor.put(LIST, ENVIRONMENTS * (first ? 1 : ceil(perEnvironment, PER_PAGE)));
    floor.put(ENTITIES, ENVIRONMENTS * ceil(perEnvironment, PER_PAGE));
    if (writes > 0) {
      floor.put(write, writes);
    }
    int total = floor.values().stream().mapToInt(Integer::intValue).sum();
    return new Run(
        what,
        "%s, %d requests, floor %s"
            .formatted(
                report.isSuccess() ? "done" : "FAILED " + report.failures().get(0),
                total,
                requests.equals(floor) ? "met exactly" : "MISSED: " + requests + " not " + floor),
        (double) total * LATENCY_MILLIS / ENVIRONMENTS_AT_A_TIME,
        nanos,
        ownCpu,
        simulatorCpu,
        allocated,
        pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
  }

  /** Repeats a run until it no longer becomes faster, and prints the median of the last runs. */
  private void runUntilSteady(String what, Measured measured) throws IOException {
    List<Run> runs = new ArrayList<>();
    do {
      runs.add(measured.run());
    } while (runs.size() < MAX_RUNS && !isSteady(runs));
    List<Run> last = new ArrayList<>(runs.subList(runs.size() - REPEATS, runs.size()));
    last.sort(Comparator.comparingLong(Run::nanos));
    print(runs.get(0));
    print(last.get(REPEATS / 2));
    Run median = last.get(REPEATS / 2);
    int clusters = perEnvironment * ENVIRONMENTS;
    System.out.printf(
        "warm: %.0f ms, %s, after %d runs; per cluster %.1f us of own processor time, %d bytes%n",
        median.nanos() / 1e6,
        what,
        runs.size(),
        median.ownCpu() / 1e3 / clusters,
        median.allocated() / clusters);
  }

  private static boolean isSteady(List<Run> runs) {
    int size = runs.size();
    return size >= 3 * REPEATS
        && bestCpu(runs.subList(size - REPEATS, size))
            > STEADY * bestCpu(runs.subList(0, size - REPEATS));
  }

  private static long bestCpu(List<Run> runs) {
    return runs.stream().mapToLong(Run::ownCpu).min().orElseThrow();
  }

  private void print(Run run) {
    System.out.printf(
        "%6d clusters, %-20s %s; %.0f ms, %.1f x %.0f ms; CPU %.0f ms, of the simulators %.0f ms;"
            + " peak heap %d MiB%n",
        perEnvironment * ENVIRONMENTS,
        run.what(),
        run.result(),
        run.nanos() / 1e6,
        run.nanos() / 1e6 / run.least(),
        run.least(),
        run.ownCpu() / 1e6,
        run.simulatorCpu() / 1e6,
        run.peakHeap() >> 20);
  }

  /** Returns the processor time of all threads of this process. */
  static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long allocatedBytes() {
    try {
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                  "TotalThreadAllocatedBytes");
    } catch (JMException e) {
      return 0;
    }
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private long simulatorCpu() throws IOException {
    host.outputWriter(StandardCharsets.UTF_8).append("requests\n").flush();
    long cpu = Long.parseLong(answers.readLine());
    counted = answers.readLine();
    return cpu;
  }

  /** Returns the requests since the last time. */
  private Map<String, Integer> requests() {
    Map<String, Integer> requests = new TreeMap<>();
    String line = counted;
    String entries = line.substring(1, line.length() - 1);
    if (!entries.isEmpty()) {
      for (String entry : entries.split(", ", -1)) {
        int equals = entry.lastIndexOf('=');
        requests.put(entry.substring(0, equals), Integer.valueOf(entry.substring(equals + 1)));
      }
    }
    return requests;
  }

  /** One cluster in a hundred differs from one generation to the next. */
  private DesiredState fleet(int generation) {
    DesiredState.Builder fleet = DesiredState.builder();
    for (int i = 0; i < ENVIRONMENTS; i++) {
      Environment environment = environment(i);
      fleet.addEnvironment(environment);
      for (int j = 0; j < perEnvironment; j++) {
        boolean changes = j < Math.max(1, perEnvironment / 100);
        fleet.addCluster(cluster(environment, clusterName(i, j), changes ? generation : 0));
      }
    }
    return fleet.build();
  }

  private static DesiredCluster cluster(Environment environment, String name, int generation) {
    List<NamespaceName> namespaces = new ArrayList<>();
    for (int i = 1; i < NAMESPACES; i++) {
      namespaces.add(new NamespaceName("team-" + name + "-service-" + i));
    }
    namespaces.add(new NamespaceName("team-" + name + "-generation-" + generation));
    return DesiredCluster.builder()
        .from(DesiredCluster.of(name, environment))
        .namespaces(namespaces)
        .build();
  }

  private static Environment environment(int number) {
    return Environment.of("e" + number, "https://e" + number + ".live.dynatrace.com");
  }

  private static int ceil(int count, int size) {
    return (count + size - 1) / size;
  }
}

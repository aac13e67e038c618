package io.github.logconfig.benchmarks;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A fleet in 20 environments, 50 ms away: what creating it, finding nothing to change, and changing
 * one cluster in a hundred takes, in requests, time and heap. The service is in another process,
 * but on the same machine. {@code java -Xmx512m -cp … io.github.logconfig.benchmarks.FleetScale
 * 10000}
 */
public final class FleetScale {

  private static final int ENVIRONMENTS = 20;
  private static final int NAMESPACES = 100;
  private static final int LATENCY_MILLIS = 50;
  private static final int PER_PAGE = 500;
  private static final int PER_POST = 100;
  private static final int ENVIRONMENTS_AT_A_TIME = 8;
  private static final int REPEATS = 3;
  private static final String LIST = "GET /api/v2/settings/objects";
  private static final String ENTITIES = "GET /api/v2/entities";
  private static final String POST = "POST /api/v2/settings/objects";
  private static final String PUT = "PUT /api/v2/settings/objects/{objectId}";

  private final int perEnvironment;
  private final Process host;
  private final BufferedReader answers;
  private final List<DynatraceClient> clients = new ArrayList<>();

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
   * @param args numbers of clusters, multiples of 20
   * @throws IOException if the simulators cannot be talked to
   */
  public static void main(String[] args) throws IOException {
    System.out.printf(
        "%d environments, %d namespaces per cluster, %d ms latency, heap at most %d MiB%n",
        ENVIRONMENTS, NAMESPACES, LATENCY_MILLIS, Runtime.getRuntime().maxMemory() >> 20);
    for (String arg : args) {
      new FleetScale(Integer.parseInt(arg) / ENVIRONMENTS).measure();
    }
  }

  static String clusterName(int environment, int number) {
    return "cluster-%02d-%04d".formatted(environment, number);
  }

  private void measure() throws IOException {
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
      run("create", fleet(0), locked, POST, ENVIRONMENTS * ceil(perEnvironment, PER_POST));
      DesiredState same = fleet(0);
      for (int i = 0; i < REPEATS; i++) {
        run("no change", same, locked, POST, 0);
      }
      int changed = Math.max(1, perEnvironment / 100);
      for (int i = 1; i <= REPEATS; i++) {
        run("1 % changed, locked", fleet(i), locked, PUT, ENVIRONMENTS * changed);
      }
      for (int i = 1; i <= REPEATS; i++) {
        run(
            "1 % changed, batched",
            fleet(REPEATS + i), batched, POST, ENVIRONMENTS * ceil(changed, PER_POST));
      }
    } finally {
      clients.forEach(DynatraceClient::close);
      host.destroy();
    }
  }

  private void run(
      String what, DesiredState desired, Reconciler reconciler, String write, int writes)
      throws IOException {
    Map<String, Integer> unused = requests();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    Supplier<ApplyReport> run = () -> reconciler.apply(desired);
    long start = System.nanoTime();
    ApplyReport report = run.get();
    double millis = (System.nanoTime() - start) / 1e6;
    Map<String, Integer> requests = requests();
    Map<String, Integer> floor = new TreeMap<>();
    boolean first = what.equals("create");
    floor.put(LIST, ENVIRONMENTS * (first ? 1 : ceil(perEnvironment, PER_PAGE)));
    floor.put(ENTITIES, ENVIRONMENTS * ceil(perEnvironment, PER_PAGE));
    if (writes > 0) {
      floor.put(write, writes);
    }
    int total = floor.values().stream().mapToInt(Integer::intValue).sum();
    double least = (double) total * LATENCY_MILLIS / ENVIRONMENTS_AT_A_TIME;
    System.out.printf(
        "%6d clusters, %-20s %s, %d requests, floor %s; %.0f ms, %.1f x %.0f ms; peak heap %d"
            + " MiB%n",
        perEnvironment * ENVIRONMENTS,
        what,
        report.isSuccess() ? "done" : "FAILED " + report.failures().get(0),
        total,
        requests.equals(floor) ? "met exactly" : "MISSED: " + requests + " not " + floor,
        millis,
        millis / least,
        least,
        pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private Map<String, Integer> requests() throws IOException {
    host.outputWriter(StandardCharsets.UTF_8).append("requests\n").flush();
    Map<String, Integer> requests = new TreeMap<>();
    String line = answers.readLine();
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

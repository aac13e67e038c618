package io.github.logconfig.reconcile.storm;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Target;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.Shard;
import io.github.logconfig.reconcile.WriteMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * A program that applies one desired state, as a process of its own: cluster {@code ci} of
 * environment {@code e(i mod environments)} desires one namespace. SIGTERM interrupts it; it then
 * still reports how far it came.
 */
final class ReconcilingProcess {

  private ReconcilingProcess() {}

  /**
   * Applies a desired state and prints the summary.
   *
   * @param args the service, how many environments and clusters, the namespace, the write mode, and
   *     optionally the target
   */
  public static void main(String[] args) throws InterruptedException {
    DesiredState plain = desired(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
    DesiredState desired =
        args.length > 5 ? Fleets.targeting(Target.valueOf(args[5]), plain) : plain;
    Thread reconciling = Thread.currentThread();
    CountDownLatch reported = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  reconciling.interrupt();
                  try {
                    reported.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(args[0]))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
            .build()) {
      Reconciler.Builder reconciler =
          Reconciler.builder().impactLimit(Fleets.NO_LIMIT).writeMode(WriteMode.valueOf(args[4]));
      desired.environments().forEach(environment -> reconciler.client(environment, client));
      ApplyReport report = reconciler.build().apply(share().of(desired));
      System.out.println(report.summary());
    } finally {
      reported.countDown();
    }
  }

  /** Returns the share that an Indexed Job of Kubernetes assigns. */
  private static Shard share() {
    Map<String, String> variables = System.getenv();
    return new Shard(
        Integer.parseInt(variables.getOrDefault("JOB_COMPLETION_INDEX", "0")),
        Integer.parseInt(variables.getOrDefault("SHARDS", "1")));
  }

  static DesiredState desired(int environments, int clusters, String namespace) {
    DesiredState.Builder state = DesiredState.builder();
    IntStream.range(0, environments).forEach(i -> state.addEnvironment(environment(i)));
    IntStream.range(0, clusters)
        .forEach(
            i ->
                state.addCluster(
                    DesiredCluster.of("c" + i, environment(i % environments), namespace)));
    return state.build();
  }

  private static Environment environment(int number) {
    return Environment.of("e" + number, "https://e" + number + ".live.dynatrace.com");
  }

  /** Starts it with the class path of this one. */
  static Process start(Map<String, String> variables, String... arguments) throws IOException {
    return start(ReconcilingProcess.class, variables, arguments);
  }

  /** Starts the main class of a program with the class path of this process. */
  static Process start(Class<?> program, Map<String, String> variables, String... arguments)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}

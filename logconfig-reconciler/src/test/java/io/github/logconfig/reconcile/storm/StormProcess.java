package io.github.logconfig.reconcile.storm;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process of {@link ProcessStormTest}. For each line of its input it runs once, either for its
 * desired state or for the saved plan in the file that the line names, and prints one line: the
 * outcome of each cluster.
 */
final class StormProcess {

  static final int CLUSTERS = 8;
  static final String ERROR = "error ";

  private static final int NAMESPACES = 8;

  private StormProcess() {}

  /**
   * Runs until the input ends.
   *
   * @param args the base URL, the seed of the desired state, the write mode, whether orphans are
   *     removed
   */
  public static void main(String[] args) throws IOException {
    DesiredState desired = desired(Long.parseLong(args[1]));
    try (DynatraceClient client = Fleets.clientBuilder(args[0]).maxConcurrency(2).build();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Reconciler.Builder builder =
          Fleets.reconciler(client).writeMode(WriteMode.valueOf(args[2])).allowEmptyDesiredState();
      if (Boolean.parseBoolean(args[3])) {
        builder.removeOrphans();
      }
      Reconciler reconciler = builder.build();
      for (String file = input.readLine(); file != null; file = input.readLine()) {
        System.out.println(run(reconciler, desired, file));
      }
    }
  }

  private static String run(Reconciler reconciler, DesiredState desired, String file)
      throws IOException {
    try {
      ApplyReport report =
          file.isEmpty()
              ? reconciler.apply(desired)
              : reconciler.applySaved(PlanDocument.read(Files.readString(Path.of(file))));
      return report.clusters().stream()
          .map(it -> it.cluster() + "=" + it.outcome())
          .collect(Collectors.joining(" "));
    } catch (RuntimeException e) {
      return ERROR + e;
    }
  }

  /** Returns a random desired state; the same seed returns the same state. */
  static DesiredState desired(long seed) {
    Random random = new Random(seed);
    DesiredState.Builder state = DesiredState.builder().addEnvironment(Fleets.STAGING);
    for (int i = 0; i < CLUSTERS; i++) {
      DesiredCluster cluster = cluster("c" + i, random);
      if (random.nextInt(10) > 0) {
        state.addCluster(cluster);
      }
    }
    return state.build();
  }

  private static DesiredCluster cluster(String name, Random random) {
    String[] namespaces =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> "ns-" + random.nextInt(NAMESPACES))
            .toArray(String[]::new);
    return DesiredCluster.builder()
        .from(Fleets.cluster(name, namespaces))
        .policy(random.nextInt(3) == 0 ? Policy.EXCLUSIVE : Policy.ADDITIVE)
        .build();
  }
}

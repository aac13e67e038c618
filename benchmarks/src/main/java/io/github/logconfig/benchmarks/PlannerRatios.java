package io.github.logconfig.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the planner's benchmarks and prints what they mean: exponents of growth, ratios, bytes. */
public final class PlannerRatios {

  private PlannerRatios() {}

  public static void main(String[] arguments) throws RunnerException {
    for (int clusters : new int[] {10, 1_000}) {
      double planner = time("UnchangedBenchmark.planner", clusters, 100);
      double sets = time("UnchangedBenchmark.hashSetEquals", clusters, 100);
      double prints = time("UnchangedBenchmark.plannerWithFingerprints", clusters, 100);
      double others = time("UnchangedBenchmark.plannerBesideOthers", clusters, 100);
      double diff = time("UnchangedBenchmark.genericDiff", clusters, 100);
      double model = time("UnchangedBenchmark.genericDiffOfTheModel", clusters, 100);
      print("%d unchanged clusters of 100 namespaces:", clusters);
      print("  plan / HashSet.equals of the names: %.2f (target: at most 5)", planner / sets);
      print("  with all fingerprints computed: %.2f", prints / sets);
      print("  with unmanaged rules: %.2f", others / sets);
      print("  generic diff of plain objects / plan: %.1f (target: at least 20)", diff / planner);
      print("  generic diff of plain objects / HashSet.equals: %.1f", diff / sets);
      print("  generic diff of the model / plan: %.0f (target: at least 20)", model / planner);
    }
    print("exponent of growth with clusters: %.3f (target: at most 1.05)", clusterExponent());
    print("exponent of growth with namespaces: %.3f (target: at most 1.05)", namespaceExponent());
  }

  private static double clusterExponent() throws RunnerException {
    Map<Integer, Double> times = new TreeMap<>();
    for (int clusters : new int[] {10, 100, 1_000, 10_000}) {
      times.put(clusters, time("GrowthBenchmark.unchanged", clusters, 100));
    }
    return exponent(times);
  }

  private static double namespaceExponent() throws RunnerException {
    Map<Integer, Double> times = new TreeMap<>();
    for (int namespaces : new int[] {2, 20, 200, 2_000}) {
      times.put(namespaces, time("GrowthBenchmark.unchanged", 100, namespaces));
    }
    return exponent(times);
  }

  /** The slope of the line that fits the logarithms best. */
  private static double exponent(Map<Integer, Double> times) {
    double meanX = times.keySet().stream().mapToDouble(Math::log).average().orElse(0);
    double meanY = times.values().stream().mapToDouble(Math::log).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Map.Entry<Integer, Double> entry : times.entrySet()) {
      double x = Math.log(entry.getKey()) - meanX;
      above += x * (Math.log(entry.getValue()) - meanY);
      below += x * x;
    }
    return above / below;
  }

  /** The average time of one invocation in microseconds. */
  private static double time(String benchmark, int clusters, int namespaces)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + benchmark.replace(".", "\\.") + "$")
            .param("clusters", Integer.toString(clusters))
            .param("namespaces", Integer.toString(namespaces))
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(700))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    RunResult result = results.iterator().next();
    double score = result.getPrimaryResult().getScore();
    double bytes =
        result.getSecondaryResults().values().stream()
            .filter(it -> it.getLabel().endsWith("gc.alloc.rate.norm"))
            .mapToDouble(Result::getScore)
            .sum();
    print(
        "%s, %d clusters of %d namespaces: %.1f us, %.0f bytes a cluster",
        benchmark, clusters, namespaces, score, bytes / clusters);
    return score;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

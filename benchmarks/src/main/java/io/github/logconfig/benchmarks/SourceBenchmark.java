package io.github.logconfig.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long loading a directory of app-interface data takes, against reading and parsing the same
 * files with Jackson alone; the peak heap is printed for both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class SourceBenchmark {

  @Param({"5000", "20000"})
  private int namespaces;

  private Path root = Path.of("");

  /** Writes the tree. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    root = Files.createTempDirectory("logconfig-benchmark");
    DataTree.write(root, namespaces);
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Removes the tree, and prints the peak of the heap. */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    // the pools need not have had their peaks at the same time
    long peaks = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    long peak = Math.min(peaks, Runtime.getRuntime().maxMemory());
    System.out.println("peak heap at most: " + peak / 1_048_576 + " MiB");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Loads the desired state. */
  @Benchmark
  public LoadedState load() {
    return new AppInterfaceDirectorySource(root).load();
  }

  /** Parses the same files, and keeps nothing of them. */
  @Benchmark
  public int jacksonAlone() throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    int fields = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        JsonNode document = mapper.readTree(Files.readString(file, StandardCharsets.UTF_8));
        fields += document.size();
      }
    }
    return fields;
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}

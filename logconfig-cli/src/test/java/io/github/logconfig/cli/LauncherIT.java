package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher as a process, with its cache of classes. */
class LauncherIT {

  private static final String NOTHING_TO_CHANGE = "Nothing to change: 1 cluster as desired.\n";
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;
  private Path lib;
  private DynatraceSimulator simulator;

  /** The Java of this build, and the newest one that is installed next to it. */
  static Stream<Path> javas() throws IOException {
    try (Stream<Path> siblings = Files.list(JAVA.resolveSibling("."))) {
      Stream<Path> newer =
          siblings.filter(it -> it.getFileName().toString().contains("25")).limit(1);
      return Stream.concat(Stream.of(JAVA), newer.toList().stream());
    }
  }

  @BeforeEach
  void install() throws IOException {
    lib = Files.createDirectory(folder.resolve("lib"));
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(Path.of("bin/logconfig"), folder.resolve("bin/logconfig"));
    Files.copy(Path.of("target/logconfig.jar"), lib.resolve("logconfig.jar"));
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments:
          - name: staging
            url: https://abc12345.live.dynatrace.com
        clusters:
          - name: stage-01
            environment: staging
            namespaces: []
        """);
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void writesTheCacheDuringTheFirstPlanAndRebuildsACorruptOne(Path java) throws IOException {
    assertThat(run(java, "--version").err()).isEmpty();
    assertThat(caches()).isEmpty();

    assertPlans(java);

    assertThat(caches()).hasSize(2).allMatch(it -> it.matches("logconfig-\\d+\\.cache(\\.id)?"));
    assertThat(usesCache(java)).isTrue();
    assertPlans(java);

    Path cache = lib.resolve(caches().get(0));
    Files.delete(cache);
    Files.writeString(cache, "corrupt");

    assertThat(run(java, "--version").err()).isEmpty();
    assertPlans(java);

    assertThat(caches()).hasSize(2);
    assertThat(usesCache(java)).isTrue();
  }

  @Test
  void replacesTheCacheOfAnotherJar() throws IOException {
    assertPlans(JAVA);
    // the end of a jar may be followed by bytes that Java ignores
    Path jar = lib.resolve("logconfig.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(usesCache(JAVA)).isFalse();

    assertPlans(JAVA);

    assertThat(caches()).hasSize(2);
    assertThat(usesCache(JAVA)).isTrue();
  }

  @Test
  void recoversFromAKilledFirstPlan() throws IOException {
    simulator.close();
    simulator =
        DynatraceSimulator.builder().hostGroup("stage-01").latency(Duration.ofSeconds(30)).start();
    Process plan = launch(JAVA, Map.of(), arguments()).start();
    while (simulator.requests().isEmpty()) {
      Thread.onSpinWait();
    }
    plan.destroy();
    assertThat(plan.onExit().join().exitValue()).isEqualTo(143);
    assertThat(plan.descendants()).isEmpty();
    String cache = "logconfig-" + major(JAVA) + ".cache";
    Path left = Files.writeString(lib.resolve(cache + ".1.list"), "of a killed process");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.writeString(lib.resolve(cache + ".2.list"), "of a process that may run");
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    simulator.close();
    simulator = DynatraceSimulator.builder().hostGroup("stage-01").start();

    assertPlans(JAVA);

    assertThat(caches()).containsExactly(cache, cache + ".2.list", cache + ".id");
    assertThat(usesCache(JAVA)).isTrue();
  }

  @Test
  @Timeout(300)
  void parallelStartsAreSilentAndDoNotWaitForTheCache() {
    List<CompletableFuture<Result>> plans = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      plans.add(
          CompletableFuture.supplyAsync(
              () -> run(JAVA, Map.of("LOGCONFIG_CACHE", ""), arguments())));
    }
    plans.forEach(plan -> assertPlanned(plan.join()));

    String cache = "logconfig-" + major(JAVA) + ".cache";
    while (!caches().equals(List.of(cache, cache + ".id"))) {
      Thread.onSpinWait(); // the cache is written in the background
    }
    assertThat(usesCache(JAVA)).isTrue();
    assertPlans(JAVA);
  }

  @Test
  void usesTheCacheDirectoryOfTheUserIfTheInstallationIsReadOnly() throws IOException {
    // root may write everywhere: a file cannot hold a cache either
    Path home = Files.writeString(folder.resolve("home"), "no directory");
    Path users = folder.resolve("cache");
    lib.toFile().setWritable(false);
    try {
      String run =
          Executable.run(Map.of(), List.of("id", "-u")).out().equals("0\n")
              ? "setpriv --reuid 10001 --regid 0 --clear-groups "
              : "";
      Executable.run(Map.of(), List.of("chmod", "-R", "a+rX", folder.toString()));
      String plan = run + "sh " + folder + "/bin/logconfig " + String.join(" ", arguments());

      Result unwritable = shell("HOME=" + home + " " + plan);
      assertThat(unwritable.err()).isEmpty();
      assertThat(unwritable.out()).isEqualTo(NOTHING_TO_CHANGE);
      assertThat(caches()).isEmpty();

      Files.createDirectory(users);
      Executable.run(Map.of(), List.of("chmod", "777", users.toString()));
      assertThat(shell("XDG_CACHE_HOME=" + users + " " + plan).out()).isEqualTo(NOTHING_TO_CHANGE);
      assertThat(users.resolve("logconfig/logconfig-" + major(JAVA) + ".cache")).exists();
    } finally {
      lib.toFile().setWritable(true);
    }
  }

  @Test
  void writesNoCacheIfItIsOff() {
    Result plan = run(JAVA, Map.of("LOGCONFIG_CACHE", "off"), arguments());

    assertThat(plan.out()).isEqualTo(NOTHING_TO_CHANGE);
    assertThat(caches()).isEmpty();
  }

  private void assertPlans(Path java) {
    assertPlanned(run(java, Map.of("LOGCONFIG_CACHE", "wait"), arguments()));
  }

  private static void assertPlanned(Result plan) {
    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).isEqualTo(NOTHING_TO_CHANGE);
    assertThat(plan.exitCode()).isZero();
  }

  private boolean usesCache(Path java) {
    Map<String, String> trace = Map.of("LOGCONFIG_JAVA_OPTIONS", "-Xlog:class+load:stderr");
    return run(java, trace, "--version").err().contains("LogConfigMain source: shared objects");
  }

  private String[] arguments() {
    return new String[] {
      "plan",
      "--quiet", // the first of parallel plans may take more than 5 seconds
      "--file",
      folder.resolve("desired.yaml").toString(),
      "--endpoint",
      "staging=" + simulator.baseUrl()
    };
  }

  private List<String> caches() {
    try (Stream<Path> files = Files.list(lib)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.contains("cache"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String major(Path java) {
    String version =
        Executable.run(Map.of(), List.of(java + "/bin/java", "--version")).out().split(" ", 3)[1];
    return version.split("\\.", 2)[0];
  }

  private Result run(Path java, String... arguments) {
    return run(java, Map.of(), arguments);
  }

  private Result run(Path java, Map<String, String> variables, String... arguments) {
    ProcessBuilder builder = launch(java, variables, arguments);
    return Executable.run(builder.environment(), builder.command());
  }

  private ProcessBuilder launch(Path java, Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", folder + "/bin/logconfig"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("DYNATRACE_API_TOKEN", "dt0c01.ANY.THING");
    return builder;
  }

  private static Result shell(String script) {
    return Executable.run(
        Map.of(
            "JAVA_HOME",
            JAVA.toString(),
            "LOGCONFIG_CACHE",
            "wait",
            "DYNATRACE_API_TOKEN",
            "dt0c01.ANY.THING"),
        List.of("sh", "-c", script));
  }
}

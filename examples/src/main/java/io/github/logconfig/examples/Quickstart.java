package io.github.logconfig.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.render.PlanText;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The main job from end to end, on a tree of app-interface data and a simulated Dynatrace: plan,
 * apply, look at what the server holds, plan again, then opt one namespace in and one out and see
 * that only this difference is written.
 *
 * <p>Run it with the directory of the data as its only argument. The directory itself is not
 * changed.
 */
public final class Quickstart {

  private final PrintStream out;

  private Quickstart(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: Quickstart DIRECTORY");
      System.exit(2);
    }
    new Quickstart(System.out).run(Path.of(arguments[0]));
  }

  void run(Path data) throws IOException {
    Path work = copyOf(data);
    try (DynatraceSimulator dynatrace = simulator()) {
      DesiredState desired = load(work);
      try (Clients clients = Clients.of(desired, dynatrace)) {
        Reconciler reconciler = clients.reconciler();

        title("1. What would change");
        show(reconciler, desired);

        title("2. Apply it");
        apply(reconciler, desired, dynatrace);

        title("3. The rule of app-sre-stage-01 as the server now holds it");
        out.println(ruleTitled("logconfig app-sre-stage-01", dynatrace).toPrettyString());

        title("4. Plan again");
        show(reconciler, desired);

        title("5. Opt glitchtip-sandbox in and github-mirror-stage out");
        Path services = work.resolve("services");
        replace(
            services.resolve("glitchtip/namespaces/glitchtip-sandbox.yml"),
            "enableDynatraceLogging: false",
            "enableDynatraceLogging: true");
        replace(
            services.resolve("github-mirror/namespaces/github-mirror-stage.yml"),
            "enableDynatraceLogging: true",
            "enableDynatraceLogging: false");
        DesiredState changed = load(work);
        show(reconciler, changed);
        apply(reconciler, changed, dynatrace);
      }
    } finally {
      delete(work);
    }
  }

  private static DynatraceSimulator simulator() {
    return DynatraceSimulator.builder()
        .hostGroup("app-sre-stage-01")
        .hostGroup("app-sre-prod-01")
        .hostGroup("quayp05ue1")
        .start();
  }

  private static DesiredState load(Path data) {
    LoadedState loaded = new AppInterfaceDirectorySource(data).load();
    if (!loaded.problems().isEmpty()) {
      throw new IllegalArgumentException("not sound: " + loaded.problems());
    }
    return loaded.state();
  }

  private void show(Reconciler reconciler, DesiredState desired) {
    FleetPlan plan = reconciler.plan(desired).plan();
    out.print(PlanText.of(plan));
  }

  private void apply(Reconciler reconciler, DesiredState desired, DynatraceSimulator dynatrace) {
    dynatrace.clearRequests();
    reconciler
        .apply(desired)
        .clusters()
        .forEach(report -> out.println(report.cluster() + ": " + report.outcome().label()));
    Map<String, Integer> writes = new TreeMap<>(dynatrace.requests());
    writes.keySet().removeIf(operation -> operation.startsWith("GET"));
    out.println("write requests: " + writes);
  }

  private static JsonNode ruleTitled(String title, DynatraceSimulator dynatrace) {
    for (JsonNode object : dynatrace.objects()) {
      if (object.at("/value/config-item-title").asText().equals(title)) {
        return object.path("value");
      }
    }
    throw new IllegalStateException("no rule " + title);
  }

  private void title(String text) {
    out.println();
    out.println("== " + text);
  }

  /** Both environments of the example are reached at the one simulator. */
  private record Clients(Reconciler reconciler, Map<Environment, DynatraceClient> byEnvironment)
      implements AutoCloseable {

    static Clients of(DesiredState desired, DynatraceSimulator dynatrace) {
      Map<Environment, DynatraceClient> clients = new LinkedHashMap<>();
      Reconciler.Builder reconciler = Reconciler.builder();
      for (Environment environment : desired.environments()) {
        DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse(dynatrace.baseUrl().toString()))
                .apiToken(ApiToken.of("dt0c01.EXAMPLE.NOT-A-REAL-SECRET"))
                .build();
        clients.put(environment, client);
        reconciler.client(environment, client);
      }
      return new Clients(reconciler.build(), clients);
    }

    @Override
    public void close() {
      byEnvironment.values().forEach(DynatraceClient::close);
    }
  }

  private static void replace(Path file, String before, String after) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(file, text.replace(before, after), StandardCharsets.UTF_8);
  }

  private static Path copyOf(Path source) throws IOException {
    // below the working directory, so that a plan shows short paths
    Path target = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "data");
    try (var files = Files.walk(source)) {
      files.filter(Files::isRegularFile).forEach(file -> copy(source, file, target));
    }
    return target;
  }

  private static void copy(Path source, Path file, Path target) {
    Path copy = target.resolve(source.relativize(file).toString());
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

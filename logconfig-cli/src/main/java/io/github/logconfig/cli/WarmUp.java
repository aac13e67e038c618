package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.ApiToken;
import io.github.logconfig.dynatrace.BaseUrl;
import io.github.logconfig.dynatrace.CallInterruptedException;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.EntitySelector;
import io.github.logconfig.dynatrace.SchemaId;
import io.github.logconfig.dynatrace.SettingsQuery;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.render.PlanText;
import java.security.Security;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads what a run will need while the options are still being read: on two processors a short run
 * is over a good deal sooner. Two threads, because together they are done long before one would be,
 * and the run would wait for the one.
 */
final class WarmUp {

  private static final Set<String> TALKING = Set.of("plan", "apply", "explain", "doctor");

  private WarmUp() {}

  /** Begins, if the arguments are those of a run that talks to an environment. */
  static void begin(String... arguments) {
    if (Arrays.stream(arguments).anyMatch(TALKING::contains)
        && Runtime.getRuntime().availableProcessors() > 1) {
      start(WarmUp::prepareRequests);
      start(WarmUp::prepareAnswers);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "logconfig-warm-up");
    thread.setDaemon(true);
    // whatever it met, the run meets as well, and tells of it
    thread.setUncaughtExceptionHandler((it, failure) -> {});
    thread.start();
  }

  /**
   * Makes the first requests of a run ready by a client of its own that leads nowhere. Nothing is
   * sent: a call of a thread that is interrupted ends where it would begin to send.
   */
  private static void prepareRequests() {
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("http://127.0.0.1:9"))
            .apiToken(ApiToken.of("dt0c01.NOBODY.NOTHING"))
            .build()) {
      prepare(client.entities().list(EntitySelector.ofType("HOST_GROUP")));
      prepare(client.settings().list(SettingsQuery.ofSchema(new SchemaId("any:schema"))));
    }
  }

  private static void prepare(Stream<?> list) {
    Thread.currentThread().interrupt();
    try {
      list.forEach(nobody -> {});
    } catch (CallInterruptedException e) {
      // as it was meant
    }
    Thread.interrupted();
  }

  /** What a run does with the answers, on a small scale; nothing of it is kept. */
  private static void prepareAnswers() {
    Json.line(Map.of());
    // whatever connects asks for them
    Security.getProviders();
    PlanText.of(anyPlan());
  }

  private static FleetPlan anyPlan() {
    Environment environment = Environment.of("any", "https://any.live.dynatrace.com");
    DesiredCluster cluster = DesiredCluster.of("any", environment, "any");
    ObservedState observed =
        ObservedState.builder()
            .environment(environment.name())
            .putHostGroup(cluster.hostGroup(), Set.of(new EntityId("HOST_GROUP-0000000000000000")))
            .build();
    return LogConfigPlanner.planAll(
        DesiredState.builder().addEnvironment(environment).addCluster(cluster).build(),
        Map.of(environment.name(), observed),
        PlanOptions.DEFAULT);
  }
}

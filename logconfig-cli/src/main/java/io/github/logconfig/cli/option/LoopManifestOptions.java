package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
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
import picocli.CommandLine.Option;

/** The deployment of {@code logconfig run} that {@code manifests} renders. */
public final class LoopManifestOptions {

  @Option(
      names = "--loop-config-secret",
      paramLabel = "NAME",
      description =
          "Also render a deployment of logconfig run with its pod monitor; the secret holds the"
              + " config.toml that names the qontract-server.")
  private Optional<String> configSecret = Optional.empty();

  @Option(
      names = "--loop-token",
      paramLabel = "ENV=KEY",
      description = "Key of an environment's token in the secret of the loop; can be repeated.")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--loop-interval",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "Time between rounds of the loop (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofMinutes(5);

  @Option(
      names = "--loop-shards",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of deployments that share the environments (default: ${DEFAULT-VALUE}).")
  private int shards = 1;

  @Option(names = "--loop-dry-run", description = "The loop only plans.")
  private boolean dryRun;

  boolean isGiven() {
    return configSecret.isPresent();
  }

  Optional<LogConfigLoop> loop(String namespace, String image, String tokenSecret) {
    SortedMap<EnvironmentName, String> keys = tokenKeys();
    if (configSecret.isEmpty()) {
      if (!tokens.isEmpty() || dryRun) {
        throw new InvalidInputException(
            (dryRun ? "--loop-dry-run" : "--loop-token") + " requires --loop-config-secret NAME");
      }
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigLoop(
            namespace,
            "logconfig-run",
            image,
            configSecret.get(),
            tokenSecret,
            keys,
            interval,
            shards,
            dryRun ? LogConfigLoop.Writing.DRY_RUN : LogConfigLoop.Writing.APPLY));
  }

  private SortedMap<EnvironmentName, String> tokenKeys() {
    SortedMap<EnvironmentName, String> keys = new TreeMap<>();
    for (String token : tokens) {
      int equals = token.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--loop-token "
                + Quoted.of(token)
                + "; expected ENV=KEY, for example staging=staging-token");
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

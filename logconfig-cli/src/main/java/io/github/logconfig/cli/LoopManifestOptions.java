package io.github.logconfig.cli;

import io.github.logconfig.manifest.LogConfigLoop;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** Whether and how the loop of the whole fleet is rendered. */
final class LoopManifestOptions {

  private final OptionValue<Optional<String>> configSecret =
      OptionValue.text(
          "--loop-config-secret",
          "NAME",
          "Also a deployment of logconfig run with its pod monitor; the secret holds the"
              + " config.toml that names the qontract-server.");

  private final OptionValue<List<String>> tokens =
      OptionValue.texts(
          "--loop-token",
          "ENV=KEY",
          "Key of an environment's token in the token secret, for the loop; may be repeated.");

  private final OptionValue<String> interval =
      OptionValue.defaultedText(
          "--loop-interval",
          "DURATION",
          "5m",
          "How long the loop waits between rounds (default: ${DEFAULT-VALUE}).");

  private final OptionValue<Integer> shards =
      OptionValue.defaultedNumber(
          "--loop-shards",
          "N",
          1,
          "How many deployments share the environments (default: ${DEFAULT-VALUE}).");

  private final OptionValue<Boolean> dryRun =
      OptionValue.flag("--loop-dry-run", "The loop only plans.");

  void addTo(CommandSpec command) {
    configSecret.addTo(command);
    tokens.addTo(command);
    interval.addTo(command);
    shards.addTo(command);
    dryRun.addTo(command);
  }

  boolean isGiven() {
    return configSecret.value().isPresent();
  }

  Optional<LogConfigLoop> loop(String namespace, String image, String tokenSecret) {
    SortedMap<EnvironmentName, String> keys = tokenKeys();
    Duration pause = DurationOption.parse("--loop-interval", interval.value());
    if (configSecret.value().isEmpty()) {
      if (!tokens.value().isEmpty() || dryRun.value()) {
        throw new InvalidInputException("there is no loop without --loop-config-secret NAME");
      }
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigLoop(
            namespace,
            "logconfig-run",
            image,
            configSecret.value().get(),
            tokenSecret,
            keys,
            pause,
            shards.value(),
            dryRun.value() ? LogConfigLoop.Writing.DRY_RUN : LogConfigLoop.Writing.APPLY));
  }

  private SortedMap<EnvironmentName, String> tokenKeys() {
    SortedMap<EnvironmentName, String> keys = new TreeMap<>();
    for (String token : tokens.value()) {
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

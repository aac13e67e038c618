package io.github.logconfig.cli.option.manifest;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.manifest.LogConfigLoop;
import io.github.logconfig.manifest.LoopSource;
import io.github.logconfig.manifest.PodConnection;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The deployment of {@code logconfig run} that {@code manifests} renders. */
public final class LoopManifestOptions {

  @Option(
      names = "--loop-source",
      paramLabel = "KIND[:LOCATION]",
      description = {
        "Also render a deployment of logconfig run that reads this source, with its pod monitor.",
        "A path in the volume of the loop: graphql-config (default: config.toml), file"
            + " (desired.yaml), data (data), bundle (data.json), kubernetes (clusters.yaml).",
        "Without a volume: graphql:URL, source:KIND:LOCATION."
      })
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--loop-config-secret",
      paramLabel = "NAME",
      description =
          "Secret to mount as the volume of the loop. Without --loop-source it holds the"
              + " config.toml that names a qontract-server.")
  private Optional<String> configSecret = Optional.empty();

  @Option(
      names = "--loop-config-map",
      paramLabel = "NAME",
      description = "Config map to mount as the volume of the loop.")
  private Optional<String> configMap = Optional.empty();

  @Option(
      names = "--loop-claim",
      paramLabel = "NAME",
      description = "Persistent volume claim to mount as the volume of the loop.")
  private Optional<String> claim = Optional.empty();

  @Option(
      names = "--loop-kubeconfig",
      paramLabel = "PATH",
      description =
          "With --loop-source kubernetes or --loop-check-workloads: kubeconfig in the volume of the"
              + " loop (default: the service account of the pod, which is rendered with its"
              + " permissions).")
  private Optional<String> kubeconfig = Optional.empty();

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
      names = "--loop-verify-interval",
      paramLabel = "DURATION",
      description =
          "The loop also verifies that logs arrive, at this interval. With --alert-runbook, alerts"
              + " on the result are rendered.")
  private Optional<Duration> verifyInterval = Optional.empty();

  @Option(
      names = "--loop-check-workloads",
      description =
          "With --loop-verify-interval: the loop reads running pods, as with --loop-source"
              + " kubernetes, of the clusters in --loop-kubeconfig, or else of the cluster that it"
              + " runs in. Only then can a namespace be MISSING.")
  private boolean checksWorkloads;

  @Option(
      names = "--loop-sees-all-records",
      description =
          "With --loop-verify-interval: no permission hides log records from the tokens of the"
              + " loop. Only then can a namespace be MISSING.")
  private boolean seesAllRecords;

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
    return source.isPresent() || configSecret.isPresent();
  }

  /** Returns the environments that the loop has tokens of. */
  Set<EnvironmentName> environments() {
    return tokenKeys().keySet();
  }

  Optional<LogConfigLoop> loop(
      String namespace, String image, String tokenSecret, PodConnection connection) {
    SortedMap<EnvironmentName, String> keys = tokenKeys();
    if (!isGiven()) {
      requireNone();
      return Optional.empty();
    }
    return Optional.of(
        new LogConfigLoop(
            namespace,
            "logconfig-run",
            image,
            LoopSource.parse(source.orElse("graphql-config"), storage(), kubeconfig),
            tokenSecret,
            keys,
            interval,
            shards,
            dryRun ? LogConfigLoop.Writing.DRY_RUN : LogConfigLoop.Writing.APPLY,
            arrival(),
            connection));
  }

  private Optional<LogConfigLoop.Arrival> arrival() {
    if ((checksWorkloads || seesAllRecords) && verifyInterval.isEmpty()) {
      throw new InvalidInputException(
          (checksWorkloads ? "--loop-check-workloads" : "--loop-sees-all-records")
              + " requires --loop-verify-interval");
    }
    return verifyInterval.map(it -> new LogConfigLoop.Arrival(it, checksWorkloads, seesAllRecords));
  }

  private void requireNone() {
    List<String> given = new ArrayList<>();
    if (dryRun) {
      given.add("--loop-dry-run");
    }
    verifyInterval.ifPresent(it -> given.add("--loop-verify-interval"));
    if (checksWorkloads) {
      given.add("--loop-check-workloads");
    }
    if (seesAllRecords) {
      given.add("--loop-sees-all-records");
    }
    if (!tokens.isEmpty()) {
      given.add("--loop-token");
    }
    configMap.ifPresent(name -> given.add("--loop-config-map " + Quoted.of(name)));
    claim.ifPresent(name -> given.add("--loop-claim " + Quoted.of(name)));
    kubeconfig.ifPresent(name -> given.add("--loop-kubeconfig " + Quoted.of(name)));
    if (!given.isEmpty()) {
      throw new InvalidInputException(
          given.get(0) + " requires --loop-source KIND or --loop-config-secret NAME");
    }
  }

  private Optional<LoopSource.Storage> storage() {
    List<LoopSource.Storage> given = new ArrayList<>();
    configSecret.ifPresent(
        name -> given.add(new LoopSource.Storage(LoopSource.Storage.Type.SECRET, name)));
    configMap.ifPresent(
        name -> given.add(new LoopSource.Storage(LoopSource.Storage.Type.CONFIG_MAP, name)));
    claim.ifPresent(name -> given.add(new LoopSource.Storage(LoopSource.Storage.Type.CLAIM, name)));
    if (given.size() > 1) {
      throw new InvalidInputException(
          "--loop-config-secret, --loop-config-map and --loop-claim exclude each other");
    }
    return given.stream().findFirst();
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

package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerMetricsTest {

  private static final Path DOCUMENTATION = Path.of("../docs/metrics.md");
  private static final Pattern ROW = Pattern.compile("\\| `(logconfig_[a-z_]+)` \\| ([^|]*) \\|");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(logconfig_[a-z_]+)\\{(.*)\\} ([^ ]+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?==\"|`)");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ReconcilerMetrics metrics = new ReconcilerMetrics(registry);
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(4).start();
    client =
        Fleets.clientBuilder(simulator)
            .requestListener(metrics.requestListener(Fleets.STAGING.name()))
            .build();
    reconciler = Fleets.reconciler(client).listener(metrics).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void namesAndLabelsMatchDocumentation() throws IOException {
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a"), Fleets.cluster("c1", "a")));
    simulator.faults(Fault.on("GET /settings/objects").nth(1).status(429));
    DesiredState desired = Fleets.state(Fleets.cluster("c0", "b"), Fleets.cluster("nowhere", "a"));
    reconciler.apply(desired);
    reconciler.verifyArrival(
        DesiredFleet.whole(desired), ArrivalOptions.DEFAULT.withWait(Duration.ZERO));

    Map<String, Set<String>> documented = new TreeMap<>();
    ROW.matcher(Files.readString(DOCUMENTATION))
        .results()
        .forEach(row -> documented.put(row.group(1), labels(row.group(2))));
    // logconfig run registers it
    documented.remove("logconfig_stage_state");
    Map<String, Set<String>> real = new TreeMap<>();
    SAMPLE
        .matcher(registry.scrape())
        .results()
        .forEach(
            sample ->
                real.computeIfAbsent(sample.group(1), name -> new TreeSet<>())
                    .addAll(labels(sample.group(2))));
    assertThat(real).isEqualTo(documented);
  }

  @Test
  void updatesDriftAndLastSuccess() {
    DesiredState desired = Fleets.state(Fleets.exclusive("c0", "a"), Fleets.cluster("c1", "a"));

    reconciler.plan(desired);
    assertThat(samples("logconfig_cluster_drift_steps"))
        .containsEntry("cluster=\"c0\",environment=\"staging\"", 2.0)
        .containsEntry("cluster=\"c1\",environment=\"staging\"", 1.0);
    assertThat(samples("logconfig_cluster_last_success_timestamp_seconds").values())
        .hasSize(2)
        .containsOnly(0.0);

    reconciler.apply(desired);
    assertThat(samples("logconfig_cluster_drift_steps").values()).containsOnly(0.0);
    assertThat(samples("logconfig_cluster_last_success_timestamp_seconds").values())
        .hasSize(2)
        .allMatch(time -> time > 0);
    assertThat(samples("logconfig_steps_total"))
        .containsEntry("environment=\"staging\",kind=\"create\"", 3.0);

    simulator.faults(Fault.on("PUT /settings/objects/{objectId}").status(403));
    reconciler.apply(Fleets.state(Fleets.exclusive("c0", "b"), Fleets.cluster("c1", "a")));
    assertThat(samples("logconfig_cluster_drift_steps"))
        .containsEntry("cluster=\"c0\",environment=\"staging\"", 1.0)
        .containsEntry("cluster=\"c1\",environment=\"staging\"", 0.0);
    assertThat(samples("logconfig_runs_total"))
        .containsEntry("kind=\"apply\",outcome=\"failure\"", 1.0)
        .containsEntry("kind=\"apply\",outcome=\"success\"", 1.0)
        .containsEntry("kind=\"plan\",outcome=\"success\"", 1.0);
  }

  @Test
  void removedClusterLosesSeriesAndIsOrphan() {
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a"), Fleets.cluster("c1", "a")));
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a")));

    for (String name :
        Set.of(
            "logconfig_cluster_drift_steps",
            "logconfig_cluster_namespaces",
            "logconfig_cluster_last_success_timestamp_seconds")) {
      assertThat(samples(name)).as(name).containsOnlyKeys("cluster=\"c0\",environment=\"staging\"");
    }
    assertThat(samples("logconfig_orphans")).containsEntry("environment=\"staging\"", 1.0);
  }

  @Test
  void unselectedClusterKeepsSeries() {
    DesiredState both = Fleets.state(Fleets.cluster("c0", "a"), Fleets.cluster("c1", "a"));
    reconciler.apply(both);
    reconciler.apply(DesiredFleet.whole(both).only(Set.of(both.clusters().get(0).name())));

    assertThat(samples("logconfig_cluster_drift_steps")).hasSize(2);
  }

  @Test
  void clustersOfAnUnusableEnvironmentHaveSeries() {
    Reconciler unusable =
        Reconciler.builder()
            .unusable(Fleets.STAGING.name(), new Failure(FailureKind.CONFIGURATION, "no API token"))
            .listener(metrics)
            .build();

    unusable.apply(Fleets.state(Fleets.cluster("c0", "a", "b")));

    String c0 = "cluster=\"c0\",environment=\"staging\"";
    assertThat(samples("logconfig_cluster_last_success_timestamp_seconds"))
        .containsExactly(Map.entry(c0, 0.0));
    assertThat(samples("logconfig_cluster_namespaces")).containsExactly(Map.entry(c0, 2.0));
    assertThat(samples("logconfig_cluster_drift_steps")).isEmpty();
  }

  @Test
  void countsDesiredNamespacesOnly() {
    Fleets.addUnmanaged(client, "environment", LogRule.builder().title("everything").build());
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a", "b", "c", "d")));

    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a")));

    assertThat(samples("logconfig_cluster_namespaces").values()).containsExactly(1.0);
  }

  private Map<String, Double> samples(String name) {
    return SAMPLE
        .matcher(registry.scrape())
        .results()
        .filter(sample -> sample.group(1).equals(name))
        .collect(
            Collectors.toMap(sample -> sample.group(2), sample -> Double.valueOf(sample.group(3))));
  }

  private static Set<String> labels(String text) {
    return LABEL
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

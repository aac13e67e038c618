package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Alerts for causes that keep logs from being shipped as desired.
 *
 * <ul>
 *   <li>{@code DynatraceConfigJobFailed}: a job failed after all retries; uses {@code
 *       kube_job_failed} of kube-state-metrics, which ignores single pods that failed
 *   <li>{@code LogConfigDrift}: a cluster's rules have not been as desired for 30 minutes
 *   <li>{@code LogConfigStale}: a cluster has not been reconciled for an hour, or never
 *   <li>{@code LogConfigNotReady}: a loop has not been ready for 30 minutes, for example because it
 *       cannot read its source
 *   <li>{@code LogConfigLogsNotArriving}: the last verification has found that logs of namespaces
 *       are missing, or that logs that should have stopped still arrive
 *   <li>{@code LogConfigArrivalNotVerified}: it is not known for an environment whether logs
 *       arrive, since there has been no verification for a day or all verdicts are unknown
 * </ul>
 *
 * <p>All but the first use metrics of {@code logconfig run} and are rendered only with {@link
 * Metrics#OF_LOOP}, the last two only with {@link Metrics#OF_ARRIVAL}: without these metrics they
 * would never fire, and their silence would look like a healthy state.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace namespace of the jobs and of the rule
 * @param jobNamePrefix prefix of the job names, as in {@link LogConfigJob#namePrefix}
 * @param service label {@code service} of all alerts
 * @param severity label {@code severity} of all alerts: {@code critical}, {@code high}, {@code
 *     warning}, {@code medium} or {@code info}
 * @param runbook https URL of the runbook
 * @since 0.1.0
 */
public record LogConfigAlerts(
    String namespace, String jobNamePrefix, String service, String severity, URI runbook) {

  /** Number of steps in the last plan of a cluster, by {@code cluster} and {@code environment}. */
  public static final String DRIFT_METRIC = "logconfig_cluster_drift_steps";

  /**
   * Time at which a cluster was last as desired, in seconds since 1970, by {@code cluster} and
   * {@code environment}; 0 if never.
   */
  public static final String LAST_SUCCESS_METRIC =
      "logconfig_cluster_last_success_timestamp_seconds";

  /** Readiness of a loop: 1 or 0. */
  public static final String READY_METRIC = "logconfig_loop_ready";

  /**
   * Number of namespaces by verdict on their logs, by {@code cluster}, {@code environment} and
   * {@code verdict}.
   */
  public static final String ARRIVAL_METRIC = "logconfig_arrival_namespaces";

  /** Time of the last verification that logs arrive, in seconds since 1970. */
  public static final String LAST_VERIFICATION_METRIC =
      "logconfig_arrival_last_verification_timestamp_seconds";

  /**
   * Metrics that the Prometheus with the alerts has.
   *
   * @since 0.1.0
   */
  public enum Metrics {
    /** Those of kube-state-metrics. */
    OF_JOBS,
    /** Those of kube-state-metrics and of a loop. */
    OF_LOOP,
    /** As {@link #OF_LOOP}, and the loop verifies that logs arrive. */
    OF_ARRIVAL;

    static Metrics of(LogConfigLoop loop) {
      return loop.arrival().isPresent() ? OF_ARRIVAL : OF_LOOP;
    }
  }

  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern RUNBOOK = Pattern.compile("https://[A-Za-z0-9._~:/?#@%&=+,;-]+");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9][-a-z0-9]{0,51}");
  private static final Set<String> SEVERITIES =
      new TreeSet<>(List.of("critical", "high", "warning", "medium", "info"));

  /**
   * Validates text that becomes part of labels and queries.
   *
   * @throws InvalidValueException if a value is invalid
   */
  public LogConfigAlerts {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.require(
        PREFIX, "job name prefix", jobNamePrefix, "1 to 52 lower-case letters, digits or '-'");
    KubernetesNames.require(SERVICE, "service", service, "1 to 63 letters, digits, '.', '_', '-'");
    KubernetesNames.require(RUNBOOK, "runbook", runbook.toString(), "an https URL");
    if (!SEVERITIES.contains(severity)) {
      throw new InvalidValueException(
          "severity", severity, "one of " + String.join(", ", SEVERITIES));
    }
  }

  /**
   * Returns a {@code PrometheusRule} with the labels that app-interface's Prometheus selects.
   *
   * @param metrics selects the alerts
   */
  public HasMetadata manifest(Metrics metrics) {
    return CustomResource.of(
        "monitoring.coreos.com/v1",
        "PrometheusRule",
        namespace,
        "logconfig",
        Map.of("prometheus", "app-sre", "role", "alert-rules"),
        Map.of(),
        rules(metrics));
  }

  /** Returns the spec of the rule, in the format of a Prometheus rule file. */
  Map<String, List<?>> rules(Metrics metrics) {
    List<Map<String, ?>> rules = new ArrayList<>(List.of(jobFailed()));
    if (metrics != Metrics.OF_JOBS) {
      rules.addAll(List.of(drift(), stale(), notReady()));
    }
    if (metrics == Metrics.OF_ARRIVAL) {
      rules.addAll(List.of(notArriving(), notVerified()));
    }
    return Map.of("groups", List.of(Map.of("name", "logconfig", "rules", rules)));
  }

  private Map<String, ?> jobFailed() {
    return alert(
        "DynatraceConfigJobFailed",
        "kube_job_failed{condition=\"true\", namespace=\""
            + namespace
            + "\", job_name=~\""
            + jobNamePrefix
            + "-.+\"} > 0",
        "5m",
        "A job failed to apply the log ingest rules",
        "Job {{ $labels.job_name }} in namespace {{ $labels.namespace }} has failed. Log ingest"
            + " rules of the cluster may be out of date.");
  }

  private Map<String, ?> drift() {
    return alert(
        "LogConfigDrift",
        "max by (cluster, environment) (" + DRIFT_METRIC + ") > 0",
        "30m",
        "Log ingest rules are not as desired",
        "Rules of cluster {{ $labels.cluster }} in environment {{ $labels.environment }} need"
            + " {{ $value }} changes that have not been made for 30 minutes.");
  }

  private Map<String, ?> stale() {
    return alert(
        "LogConfigStale",
        "time() - max by (cluster, environment) (" + LAST_SUCCESS_METRIC + ") > 3600",
        "10m",
        "Log ingest rules have not been reconciled for an hour",
        "Cluster {{ $labels.cluster }} in environment {{ $labels.environment }} was"
            + " {{ if gt $value 1e9 }}never reconciled by this process"
            + "{{ else }}last reconciled {{ $value | humanizeDuration }} ago{{ end }}.");
  }

  private Map<String, ?> notReady() {
    return alert(
        "LogConfigNotReady",
        READY_METRIC + " == 0",
        "30m",
        "A logconfig loop is not ready",
        "Pod {{ $labels.pod }} has not been ready for 30 minutes: it could not read its source, or"
            + " not read and write every environment. Its log says why.");
  }

  private Map<String, ?> notArriving() {
    return alert(
        "LogConfigLogsNotArriving",
        "max by (cluster, environment, verdict) ("
            + ARRIVAL_METRIC
            + "{verdict=~\"missing|leaks\"}) > 0",
        "1m",
        "Logs do not arrive as desired",
        "Cluster {{ $labels.cluster }} in environment {{ $labels.environment }}: namespaces {{ if"
            + " eq $labels.verdict \"leaks\" }}whose logs should have stopped and still arrive{{"
            + " else }}with running pods whose logs do not arrive{{ end }}: {{ $value }}. logconfig"
            + " verify lists them.");
  }

  private Map<String, ?> notVerified() {
    String verdicts = "sum by (environment) (" + ARRIVAL_METRIC;
    return alert(
        "LogConfigArrivalNotVerified",
        "time() - max by (environment) ("
            + LAST_VERIFICATION_METRIC
            + ") > 86400 or ("
            + verdicts
            + "{verdict=\"unknown\"}) == "
            + verdicts
            + ")) > 0",
        "1h",
        "It is not known whether logs arrive",
        "Environment {{ $labels.environment }}: the last verification was more than a day ago, or"
            + " all of its verdicts are UNKNOWN. logconfig verify shows why.");
  }

  private Map<String, ?> alert(
      String name, String expression, String duration, String summary, String message) {
    return Map.of(
        "alert",
        name,
        "expr",
        expression,
        "for",
        duration,
        "labels",
        Map.of("service", service, "severity", severity),
        "annotations",
        Map.of("summary", summary, "message", message, "runbook", runbook.toString()));
  }
}

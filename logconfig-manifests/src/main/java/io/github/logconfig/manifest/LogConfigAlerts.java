package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.RuleBuilder;
import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Alerts on what keeps logs from being shipped as desired.
 *
 * <ul>
 *   <li>{@code DynatraceConfigJobFailed}: a job has given up; by {@code kube_job_failed} of
 *       kube-state-metrics, which does not count single pods that failed and were tried again
 *   <li>{@code LogConfigDrift}: a cluster's rules have not been as desired for 30 minutes
 *   <li>{@code LogConfigStale}: a cluster has not been reconciled for an hour, or never
 *   <li>{@code LogConfigNotReady}: a loop has not been ready for 30 minutes, for example because it
 *       cannot read its source
 * </ul>
 *
 * <p>The last three look at metrics that {@code logconfig run} serves; where it does not run, they
 * never fire.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace where the jobs run and the rule is deployed
 * @param jobNamePrefix the prefix of the jobs' names, as in {@link LogConfigJob#namePrefix}
 * @param service the label {@code service} of all alerts
 * @param severity the label {@code severity} of all alerts: {@code critical}, {@code high}, {@code
 *     warning}, {@code medium} or {@code info}
 * @param runbook what to do, as an https URL
 * @since 0.1.0
 */
public record LogConfigAlerts(
    String namespace, String jobNamePrefix, String service, String severity, URI runbook) {

  /** How many steps the last plan of a cluster has, by {@code cluster} and {@code environment}. */
  public static final String DRIFT_METRIC = "logconfig_cluster_drift_steps";

  /**
   * When a cluster was last found or made as desired, in seconds since 1970, by {@code cluster} and
   * {@code environment}; 0 if never.
   */
  public static final String LAST_SUCCESS_METRIC =
      "logconfig_cluster_last_success_timestamp_seconds";

  /** Whether a loop is ready: 1 or 0. */
  public static final String READY_METRIC = "logconfig_loop_ready";

  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern RUNBOOK = Pattern.compile("https://[A-Za-z0-9._~:/?#@%&=+,;-]+");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9][-a-z0-9]{0,51}");
  private static final Set<String> SEVERITIES =
      new TreeSet<>(List.of("critical", "high", "warning", "medium", "info"));

  /**
   * Checks what goes into labels and queries.
   *
   * @param namespace as told above
   * @param jobNamePrefix as told above
   * @param service as told above
   * @param severity as told above
   * @param runbook as told above
   * @throws InvalidValueException if one of them has another form
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
   * The rule to deploy.
   *
   * @return a PrometheusRule with the labels by which app-interface's Prometheus finds it
   */
  public PrometheusRule manifest() {
    return new PrometheusRuleBuilder()
        .withNewMetadata()
        .withName("logconfig")
        .withNamespace(namespace)
        .addToLabels("prometheus", "app-sre")
        .addToLabels("role", "alert-rules")
        .endMetadata()
        .withNewSpec()
        .addNewGroup()
        .withName("logconfig")
        .addToRules(jobFailed(), drift(), stale(), notReady())
        .endGroup()
        .endSpec()
        .build();
  }

  private Rule jobFailed() {
    return alert(
        "DynatraceConfigJobFailed",
        "kube_job_failed{condition=\"true\", namespace=\""
            + namespace
            + "\", job_name=~\""
            + jobNamePrefix
            + "-.+\"} > 0",
        "5m",
        "A job could not bring the log ingest rules to Dynatrace",
        "Job {{ $labels.job_name }} in namespace {{ $labels.namespace }} has given up. Log ingest"
            + " rules of the cluster may be out of date.");
  }

  private Rule drift() {
    return alert(
        "LogConfigDrift",
        "max by (cluster, environment) (" + DRIFT_METRIC + ") > 0",
        "30m",
        "Log ingest rules are not as desired",
        "Rules of cluster {{ $labels.cluster }} in environment {{ $labels.environment }} need"
            + " {{ $value }} changes that have not been made for 30 minutes.");
  }

  private Rule stale() {
    return alert(
        "LogConfigStale",
        "time() - max by (cluster, environment) (" + LAST_SUCCESS_METRIC + ") > 3600",
        "10m",
        "Log ingest rules have not been reconciled for an hour",
        "Cluster {{ $labels.cluster }} in environment {{ $labels.environment }} was"
            + " {{ if gt $value 1e9 }}never reconciled by this process"
            + "{{ else }}last reconciled {{ $value | humanizeDuration }} ago{{ end }}.");
  }

  private Rule notReady() {
    return alert(
        "LogConfigNotReady",
        READY_METRIC + " == 0",
        "30m",
        "A logconfig loop cannot do its work",
        "Pod {{ $labels.pod }} has not been ready for 30 minutes: it could not read its source, or"
            + " not read and write every environment. Its log says why.");
  }

  private Rule alert(
      String name, String expression, String duration, String summary, String message) {
    return new RuleBuilder()
        .withAlert(name)
        .withExpr(new IntOrString(expression))
        .withFor(duration)
        .addToLabels("service", service)
        .addToLabels("severity", severity)
        .addToAnnotations("summary", summary)
        .addToAnnotations("message", message)
        .addToAnnotations("runbook", runbook.toString())
        .build();
  }
}

package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.ClusterValidation;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.ValidationReport;
import io.github.logconfig.reconcile.internal.EnvironmentTasks;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.observe.EnvironmentClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has the plans of a fleet checked by the service, environments side by side. */
public final class FleetValidation {

  private final EnvironmentClients clients;

  public FleetValidation(EnvironmentClients clients) {
    this.clients = clients;
  }

  public ValidationReport validate(PlanReport planned) {
    Map<EnvironmentName, List<LogConfigPlan>> byEnvironment = new LinkedHashMap<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      byEnvironment.computeIfAbsent(plan.environment().name(), name -> new ArrayList<>()).add(plan);
    }
    Map<ClusterName, ClusterValidation> reports = new ConcurrentHashMap<>();
    EnvironmentTasks.forEach(
        byEnvironment,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, plans) ->
            new PlanValidator(clients.get(name))
                .validate(plans)
                .forEach(report -> reports.put(report.cluster(), report)));
    List<ClusterValidation> all = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      all.add(
          reports.getOrDefault(
              plan.cluster(), withoutAnswer(plan.cluster(), ClusterProgress.CANCELLED)));
    }
    planned.failures().forEach((cluster, failure) -> all.add(withoutAnswer(cluster, failure)));
    return new ValidationReport(all);
  }

  private static ClusterValidation withoutAnswer(ClusterName cluster, Failure failure) {
    return new ClusterValidation(cluster, List.of(), Optional.of(failure));
  }
}

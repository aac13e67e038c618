package io.github.logconfig.examples.programs;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.NamespaceEffect;
import java.util.StringJoiner;

/** A renderer of one's own: a line for each namespace whose logs change, and for each error. */
final class CsvPlan {

  private CsvPlan() {}

  static String of(FleetPlan fleet) {
    StringJoiner csv = new StringJoiner("\n", "cluster,namespace,effect\n", "\n");
    fleet
        .clusters()
        .forEach(
            plan -> {
              plan.effects().stream()
                  .filter(NamespaceEffect::isChange)
                  .map(it -> plan.cluster() + "," + it.namespace() + "," + it.effect().label())
                  .forEach(csv::add);
              plan.findings().stream()
                  .filter(finding -> finding.isError())
                  .map(finding -> plan.cluster() + ",," + finding.code())
                  .forEach(csv::add);
            });
    return csv.toString();
  }
}

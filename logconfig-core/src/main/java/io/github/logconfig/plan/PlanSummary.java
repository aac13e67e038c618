package io.github.logconfig.plan;

import java.util.Collection;

/**
 * How much a plan changes.
 *
 * @param create rules to be created
 * @param update rules to be changed, those that are taken over among them
 * @param move rules to be moved
 * @param delete rules to be deleted
 * @param unchanged clusters for which nothing changes
 * @since 0.1.0
 */
public record PlanSummary(int create, int update, int move, int delete, int unchanged) {

  /**
   * Counts over some plans.
   *
   * @param plans the plans of some clusters
   * @return the totals
   */
  public static PlanSummary of(Collection<LogConfigPlan> plans) {
    int create = 0;
    int update = 0;
    int move = 0;
    int delete = 0;
    int unchanged = 0;
    for (LogConfigPlan plan : plans) {
      unchanged += plan.isEmpty() ? 1 : 0;
      for (PlanStep step : plan.steps()) {
        switch (step.action()) {
          case CREATE -> create++;
          case UPDATE, ADOPT -> update++;
          case MOVE -> move++;
          case DELETE -> delete++;
        }
      }
    }
    return new PlanSummary(create, update, move, delete, unchanged);
  }
}

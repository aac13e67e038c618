package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.ValidationReport;
import io.github.logconfig.reconcile.ValidationReport.Cluster;
import io.github.logconfig.reconcile.ValidationReport.Step;
import io.github.logconfig.reconcile.ValidationReport.Step.Verdict;
import io.github.logconfig.reconcile.internal.EnvironmentClients;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.plan.Refusals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets the service check the steps of plans. Writes nothing. */
public final class PlanValidator {

  private final EnvironmentClients clients;

  public PlanValidator(EnvironmentClients clients) {
    this.clients = clients;
  }

  public ValidationReport validate(PlanReport planned) {
    Map<EnvironmentName, List<LogConfigPlan>> byEnvironment = new LinkedHashMap<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      byEnvironment.computeIfAbsent(plan.environment().name(), name -> new ArrayList<>()).add(plan);
    }
    Map<ClusterName, Cluster> reports = new ConcurrentHashMap<>();
    Workers.forEachEnvironment(
        byEnvironment,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, plans) ->
            new OfEnvironment(clients.get(name))
                .validate(plans)
                .forEach(report -> reports.put(report.cluster(), report)));
    List<Cluster> all = new ArrayList<>();
    for (LogConfigPlan plan : planned.plan().clusters()) {
      all.add(
          reports.getOrDefault(plan.cluster(), withoutAnswer(plan.cluster(), Workers.CANCELLED)));
    }
    planned.failures().forEach((cluster, failure) -> all.add(withoutAnswer(cluster, failure)));
    return new ValidationReport(all);
  }

  private static Cluster withoutAnswer(ClusterName cluster, Failure failure) {
    return new Cluster(cluster, List.of(), Optional.of(failure));
  }

  /** A rule that is checked as it would be posted. */
  private record Post(LogConfigPlan plan, PlanStep step, NewSettingsObject object) {}

  /** Checks the plans of one environment. */
  private static final class OfEnvironment {

    private final DynatraceClient client;
    private final IdentityHashMap<PlanStep, Step> steps = new IdentityHashMap<>();
    private final Map<LogConfigPlan, Failure> failures = new HashMap<>();

    OfEnvironment(DynatraceClient client) {
      this.client = client;
    }

    List<Cluster> validate(List<LogConfigPlan> plans) {
      List<Post> posts = new ArrayList<>();
      for (LogConfigPlan plan : plans) {
        for (PlanStep step : plan.steps()) {
          switch (step.action()) {
            case CREATE, ADOPT -> posts.add(new Post(plan, step, StepRequests.post(step)));
            case UPDATE, MOVE -> validate(plan, step);
            case DELETE -> steps.put(step, new Step(step, Verdict.NOT_CHECKED, List.of()));
          }
        }
      }
      validatePosts(posts);
      return plans.stream().map(this::report).toList();
    }

    private void validatePosts(List<Post> posts) {
      try {
        List<BatchResult.Item> items =
            client.settings().validate(posts.stream().map(Post::object).toList()).items();
        for (int i = 0; i < items.size(); i++) {
          Post post = posts.get(i);
          Optional<DynatraceException> failure = items.get(i).failure();
          if (failure.isPresent()) {
            failures.put(post.plan(), Failure.of(failure.get()));
          } else {
            note(post.step(), items.get(i).error());
          }
        }
      } catch (DynatraceException e) {
        posts.forEach(post -> failures.put(post.plan(), Failure.of(e)));
      }
    }

    private void validate(LogConfigPlan plan, PlanStep step) {
      try {
        note(step, client.settings().validate(StepRequests.update(step)));
      } catch (DynatraceException e) {
        failures.put(plan, Failure.of(e));
      }
    }

    /** The service checks a step of a later wave in a state without the earlier steps. */
    private void note(PlanStep step, Optional<SettingsError> error) {
      if (error.isEmpty()) {
        steps.put(step, new Step(step, Verdict.VALID, List.of()));
        return;
      }
      List<String> violations = new ArrayList<>();
      error.get().violations().forEach(violation -> violations.add(violation.toString()));
      if (violations.isEmpty()) {
        violations.add(error.get().toString());
      }
      Verdict verdict = step.wave() == 0 ? Verdict.REFUSED : Verdict.REFUSED_FOR_NOW;
      steps.put(step, new Step(step, verdict, violations));
    }

    private Cluster report(LogConfigPlan plan) {
      List<Step> ofPlan = new ArrayList<>();
      for (PlanStep step : plan.steps()) {
        Step known = steps.get(step);
        if (known != null) {
          ofPlan.add(known);
        }
      }
      return new Cluster(
          plan.cluster(),
          ofPlan,
          Optional.ofNullable(failures.get(plan)).or(() -> Refusals.preventing(plan)));
    }
  }
}

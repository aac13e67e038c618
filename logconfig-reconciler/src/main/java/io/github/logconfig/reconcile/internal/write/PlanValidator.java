package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.ClusterValidation;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.StepValidation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the service check the plans of one environment, without writing anything. */
public final class PlanValidator {

  private final DynatraceClient client;
  private final IdentityHashMap<PlanStep, StepValidation> steps = new IdentityHashMap<>();
  private final Map<LogConfigPlan, Failure> failures = new HashMap<>();

  /** A rule that is checked as it would be posted. */
  private record Post(LogConfigPlan plan, PlanStep step, NewSettingsObject object) {}

  PlanValidator(DynatraceClient client) {
    this.client = client;
  }

  List<ClusterValidation> validate(List<LogConfigPlan> plans) {
    List<Post> posts = new ArrayList<>();
    for (LogConfigPlan plan : plans) {
      for (PlanStep step : plan.steps()) {
        switch (step.action()) {
          case CREATE, ADOPT -> posts.add(new Post(plan, step, StepRequests.post(step)));
          case UPDATE, MOVE -> validate(plan, step);
          case DELETE ->
              steps.put(
                  step, new StepValidation(step, StepValidation.Verdict.NOT_CHECKED, List.of()));
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

  /** A step of a later wave meets the service in another state than the one it was checked in. */
  private void note(PlanStep step, Optional<SettingsError> error) {
    if (error.isEmpty()) {
      steps.put(step, new StepValidation(step, StepValidation.Verdict.VALID, List.of()));
      return;
    }
    List<String> violations = new ArrayList<>();
    error.get().violations().forEach(violation -> violations.add(violation.toString()));
    if (violations.isEmpty()) {
      violations.add(error.get().toString());
    }
    StepValidation.Verdict verdict =
        step.wave() == 0 ? StepValidation.Verdict.REFUSED : StepValidation.Verdict.REFUSED_FOR_NOW;
    steps.put(step, new StepValidation(step, verdict, violations));
  }

  private ClusterValidation report(LogConfigPlan plan) {
    List<StepValidation> ofPlan = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      StepValidation known = steps.get(step);
      if (known != null) {
        ofPlan.add(known);
      }
    }
    return new ClusterValidation(
        plan.cluster(),
        ofPlan,
        Optional.ofNullable(failures.get(plan)).or(() -> FleetApply.preventing(plan)));
  }
}

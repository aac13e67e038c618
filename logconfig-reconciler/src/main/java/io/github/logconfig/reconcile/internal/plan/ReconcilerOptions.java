package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.WriteMode;

/** What a reconciler was told about how to do its work. */
public record ReconcilerOptions(
    PlanOptions planOptions,
    ImpactLimit impactLimit,
    WriteMode writeMode,
    boolean removesOrphans,
    boolean allowsEmptyDesiredState) {}

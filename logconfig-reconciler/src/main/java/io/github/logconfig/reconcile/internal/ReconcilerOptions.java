package io.github.logconfig.reconcile.internal;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.WriteMode;

/** The options of a reconciler. */
public record ReconcilerOptions(
    PlanOptions planOptions,
    ImpactLimit impactLimit,
    WriteMode writeMode,
    boolean removesOrphans,
    boolean allowsEmptyDesiredState) {}

package io.github.logconfig.reconcile;

import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.PlanOptions;

/** What a reconciler was told about how to do its work. */
record ReconcilerOptions(
    PlanOptions planOptions,
    ImpactLimit impactLimit,
    WriteMode writeMode,
    boolean removesOrphans,
    boolean allowsEmptyDesiredState) {}

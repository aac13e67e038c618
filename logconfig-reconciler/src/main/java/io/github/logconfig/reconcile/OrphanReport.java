package io.github.logconfig.reconcile;

import java.util.Optional;

/**
 * Result for one orphan.
 *
 * @param orphan the rule
 * @param outcome {@link Outcome#UNCHANGED} if removal was not requested, {@link Outcome#APPLIED} if
 *     the rule was removed; otherwise the failure says why it was not removed
 * @param failure the failure; empty if there was none
 * @since 0.1.0
 */
public record OrphanReport(Orphan orphan, Outcome outcome, Optional<Failure> failure) {}

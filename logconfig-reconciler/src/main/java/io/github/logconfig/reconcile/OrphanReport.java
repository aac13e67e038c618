package io.github.logconfig.reconcile;

import java.util.Optional;

/**
 * What became of an orphan.
 *
 * @param orphan the rule
 * @param outcome {@link Outcome#UNCHANGED} if nobody asked for its removal, {@link Outcome#APPLIED}
 *     if it was removed, and otherwise why it was not
 * @param failure what went wrong; empty if nothing did
 * @since 0.1.0
 */
public record OrphanReport(Orphan orphan, Outcome outcome, Optional<Failure> failure) {}

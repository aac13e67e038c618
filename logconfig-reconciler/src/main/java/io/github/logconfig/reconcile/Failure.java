package io.github.logconfig.reconcile;

/**
 * Why something could not be done.
 *
 * @param kind what sort of failure it is
 * @param message what happened, on one line, without secrets
 * @since 0.1.0
 */
public record Failure(FailureKind kind, String message) {}

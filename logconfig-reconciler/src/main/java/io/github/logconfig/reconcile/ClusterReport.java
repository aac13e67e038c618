package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import java.util.Optional;

/**
 * What became of one cluster.
 *
 * @param cluster the cluster
 * @param outcome what became of it
 * @param stepsDone how many steps were carried out
 * @param failure what went wrong; empty if nothing did
 * @since 0.1.0
 */
public record ClusterReport(
    ClusterName cluster, Outcome outcome, int stepsDone, Optional<Failure> failure) {}

package io.github.logconfig.reconcile;

import io.github.logconfig.plan.Explanation;
import java.util.Optional;

/**
 * What explaining came to: exactly one of the two is there.
 *
 * @param explanation why the logs are ingested or not
 * @param failure why that cannot be told
 * @since 0.1.0
 */
public record ExplainReport(Optional<Explanation> explanation, Optional<Failure> failure) {}

/** Whether the logs of desired namespaces arrive: options, progress and the report. */
@NullMarked
package io.github.logconfig.reconcile.arrival;

import org.jspecify.annotations.NullMarked;

/** Whether, when and how often a failed attempt is retried. */
@NullMarked
package io.github.logconfig.dynatrace.internal.retry;

import org.jspecify.annotations.NullMarked;

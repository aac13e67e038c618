/**
 * Measurements of what has to be fast. Nothing here is published or asserted; figures are printed.
 */
@NullMarked
package io.github.logconfig.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Queries in the Dynatrace Query Language over the log records that agents have shipped. */
@NullMarked
package io.github.logconfig.simulator.internal.query;

import org.jspecify.annotations.NullMarked;

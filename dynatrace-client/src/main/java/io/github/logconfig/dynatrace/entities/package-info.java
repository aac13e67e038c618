/** Monitored entities and selectors for them. */
@NullMarked
package io.github.logconfig.dynatrace.entities;

import org.jspecify.annotations.NullMarked;

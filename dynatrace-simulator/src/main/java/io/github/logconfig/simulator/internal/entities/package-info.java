/** Monitored entities: storage, selectors and answers. */
@NullMarked
package io.github.logconfig.simulator.internal.entities;

import org.jspecify.annotations.NullMarked;

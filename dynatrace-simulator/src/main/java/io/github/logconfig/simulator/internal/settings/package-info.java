/** Settings objects, schemas and values: storage, reads, writes and validation. */
@NullMarked
package io.github.logconfig.simulator.internal.settings;

import org.jspecify.annotations.NullMarked;

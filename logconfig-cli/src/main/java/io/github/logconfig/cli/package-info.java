/**
 * The {@code logconfig} command: a thin face over sources, reconciler and renderings, without
 * decisions of its own.
 */
@NullMarked
package io.github.logconfig.cli;

import org.jspecify.annotations.NullMarked;

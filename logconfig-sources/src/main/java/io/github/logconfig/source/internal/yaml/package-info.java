/** Strict YAML with line numbers, and the plain desired-state format. */
@NullMarked
package io.github.logconfig.source.internal.yaml;

import org.jspecify.annotations.NullMarked;

/** Programs of at most 25 lines that embedders write; a test runs each, and counts its lines. */
@NullMarked
package io.github.logconfig.examples.programs;

import org.jspecify.annotations.NullMarked;

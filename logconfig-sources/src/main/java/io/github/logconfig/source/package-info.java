/**
 * Where desired state comes from.
 *
 * <p>A source reports every problem that it finds with file and line, and still gives all that is
 * sound: one broken cluster never hides the others.
 */
@NullMarked
package io.github.logconfig.source;

import org.jspecify.annotations.NullMarked;

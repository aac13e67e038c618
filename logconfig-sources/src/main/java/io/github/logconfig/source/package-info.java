/**
 * Sources of desired state.
 *
 * <p>A source reports every problem with file and line and returns everything that is valid: an
 * invalid cluster never hides the others.
 */
@NullMarked
package io.github.logconfig.source;

import org.jspecify.annotations.NullMarked;

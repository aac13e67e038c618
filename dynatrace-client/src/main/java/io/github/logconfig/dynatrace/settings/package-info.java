/** Settings objects, their schemas and effective values. */
@NullMarked
package io.github.logconfig.dynatrace.settings;

import org.jspecify.annotations.NullMarked;

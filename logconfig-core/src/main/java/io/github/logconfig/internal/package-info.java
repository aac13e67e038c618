/** Build-time annotations of this module. */
@NullMarked
package io.github.logconfig.internal;

import org.jspecify.annotations.NullMarked;

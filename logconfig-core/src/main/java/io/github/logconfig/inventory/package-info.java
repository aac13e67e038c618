/**
 * The rules of an environment as they are: who manages them, and which of them have no effect.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.logconfig.inventory;

import org.jspecify.annotations.NullMarked;

/** Converts plans to JSON documents and back. */
@NullMarked
package io.github.logconfig.reconcile.internal.document;

import org.jspecify.annotations.NullMarked;

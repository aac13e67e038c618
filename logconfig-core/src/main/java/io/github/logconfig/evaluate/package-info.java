/**
 * Evaluates log ingest rules without the service.
 *
 * <p>Rules are evaluated from the narrowest scope to the widest, and in their order within a scope.
 * The first enabled rule that matches decides; a record that no rule matches is not ingested.
 */
@NullMarked
package io.github.logconfig.evaluate;

import org.jspecify.annotations.NullMarked;

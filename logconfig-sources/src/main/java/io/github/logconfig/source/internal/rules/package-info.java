/** Readers of log ingest rules in files of other tools. */
@NullMarked
package io.github.logconfig.source.internal.rules;

import org.jspecify.annotations.NullMarked;

/** Subcommands of {@code logconfig}, one class each. */
@NullMarked
package io.github.logconfig.cli.command;

import org.jspecify.annotations.NullMarked;

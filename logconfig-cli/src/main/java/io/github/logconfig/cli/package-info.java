/**
 * The {@code logconfig} command: main class, root command, exit codes and errors.
 *
 * <p>{@code command} holds one class per subcommand, {@code option} parses options, variables and
 * the configuration file, {@code view} renders results, {@code loop} serves {@code run}, {@code
 * log} formats the log. All decisions are made in the libraries.
 */
@NullMarked
package io.github.logconfig.cli;

import org.jspecify.annotations.NullMarked;

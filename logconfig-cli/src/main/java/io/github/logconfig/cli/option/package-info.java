/** Options, variables and the configuration file, parsed into values of the libraries. */
@NullMarked
package io.github.logconfig.cli.option;

import org.jspecify.annotations.NullMarked;

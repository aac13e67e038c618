/** The log on standard error. */
@NullMarked
package io.github.logconfig.cli.log;

import org.jspecify.annotations.NullMarked;

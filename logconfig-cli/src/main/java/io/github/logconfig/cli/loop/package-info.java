/** The server, metrics and input of {@code logconfig run}. */
@NullMarked
package io.github.logconfig.cli.loop;

import org.jspecify.annotations.NullMarked;

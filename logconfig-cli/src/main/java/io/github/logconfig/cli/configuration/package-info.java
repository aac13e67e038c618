/** The configuration file of those who run logconfig. */
@NullMarked
package io.github.logconfig.cli.configuration;

import org.jspecify.annotations.NullMarked;

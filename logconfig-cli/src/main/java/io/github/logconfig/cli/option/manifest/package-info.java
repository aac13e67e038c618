/** Options of {@code logconfig manifests}. */
@NullMarked
package io.github.logconfig.cli.option.manifest;

import org.jspecify.annotations.NullMarked;

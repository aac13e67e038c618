/** Renders results as text, JSON and Markdown, and writes to terminals and files. */
@NullMarked
package io.github.logconfig.cli.view;

import org.jspecify.annotations.NullMarked;

/** Programs that show how the libraries are used; each can be run as it is. */
@NullMarked
package io.github.logconfig.examples;

import org.jspecify.annotations.NullMarked;

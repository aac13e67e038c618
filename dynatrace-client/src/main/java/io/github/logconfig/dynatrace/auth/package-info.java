/** Tokens and other credentials, and what the service knows of them. */
@NullMarked
package io.github.logconfig.dynatrace.auth;

import org.jspecify.annotations.NullMarked;

/** Tokens, OAuth clients and permissions. */
@NullMarked
package io.github.logconfig.simulator.internal.auth;

import org.jspecify.annotations.NullMarked;

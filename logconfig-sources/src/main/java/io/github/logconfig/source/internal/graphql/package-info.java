/** Client of a qontract-server. */
@NullMarked
package io.github.logconfig.source.internal.graphql;

import org.jspecify.annotations.NullMarked;

/** Queries in the Dynatrace Query Language (DQL), their results and their cost. */
@NullMarked
package io.github.logconfig.dynatrace.query;

import org.jspecify.annotations.NullMarked;

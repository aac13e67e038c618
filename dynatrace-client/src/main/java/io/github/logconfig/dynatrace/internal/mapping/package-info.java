/** Conversion between JSON, generated DTOs and the types of the API. */
@NullMarked
package io.github.logconfig.dynatrace.internal.mapping;

import org.jspecify.annotations.NullMarked;

/** The service interfaces of the API, implemented over the transport. */
@NullMarked
package io.github.logconfig.dynatrace.internal.service;

import org.jspecify.annotations.NullMarked;

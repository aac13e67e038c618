/** Users and passwords of HTTP proxies. Not an API. */
@NullMarked
package io.github.logconfig.source.internal.proxy;

import org.jspecify.annotations.NullMarked;

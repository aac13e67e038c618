/** Documents of app-interface data, from whichever source they come. */
@NullMarked
package io.github.logconfig.source.internal.appinterface;

import org.jspecify.annotations.NullMarked;

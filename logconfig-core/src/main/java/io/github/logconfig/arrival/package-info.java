/**
 * Whether logs of namespaces arrive in Dynatrace: which records to count, and what the counts
 * prove. Missing information never proves anything.
 */
@NullMarked
package io.github.logconfig.arrival;

import org.jspecify.annotations.NullMarked;

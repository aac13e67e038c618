/**
 * Desired state from the namespaces of Kubernetes clusters, which opt in by a label or an
 * annotation.
 */
@NullMarked
package io.github.logconfig.kubernetes;

import org.jspecify.annotations.NullMarked;

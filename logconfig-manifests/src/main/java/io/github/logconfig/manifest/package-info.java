/**
 * Kubernetes objects that a cluster needs to ship logs as desired: operator, agents, job, alerts
 * and loop.
 */
@NullMarked
package io.github.logconfig.manifest;

import org.jspecify.annotations.NullMarked;

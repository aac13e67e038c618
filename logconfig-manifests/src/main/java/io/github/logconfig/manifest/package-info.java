/**
 * What has to be deployed to a cluster so that its logs are shipped as desired, as Kubernetes
 * objects and as YAML.
 *
 * @see io.github.logconfig.manifest.LogConfigJob
 */
@NullMarked
package io.github.logconfig.manifest;

import org.jspecify.annotations.NullMarked;

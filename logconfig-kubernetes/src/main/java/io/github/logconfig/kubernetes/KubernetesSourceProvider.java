package io.github.logconfig.kubernetes;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.DesiredStateSourceProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Adds the kind {@code kubernetes} to {@link io.github.logconfig.source.DesiredStateSources}.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class KubernetesSourceProvider implements DesiredStateSourceProvider {

  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public KubernetesSourceProvider() {}

  @Override
  public String name() {
    return "kubernetes";
  }

  /**
   * Opens a {@link KubernetesClustersSource} without reading it.
   *
   * @param location the path of the file that lists the clusters
   * @throws InvalidValueException if {@code location} is not a path
   */
  @Override
  public DesiredStateSource open(String location) {
    try {
      return new KubernetesClustersSource(Path.of(location));
    } catch (InvalidPathException e) {
      throw new InvalidValueException("location of a source", location, "a path");
    }
  }
}

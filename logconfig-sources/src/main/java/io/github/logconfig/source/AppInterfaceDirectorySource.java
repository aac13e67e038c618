package io.github.logconfig.source;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.appinterface.DataDirectory;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Desired state in a directory of app-interface data. Files have a {@code $schema} and refer to
 * each other by {@code {$ref: /path/from/the/directory.yml}}.
 *
 * <ul>
 *   <li>{@code /dependencies/dynatrace-environment-1.yml}: {@code name}, {@code environmentUrl}
 *   <li>{@code /openshift/cluster-1.yml}: {@code name}, {@code labels}, and {@code
 *       dynatraceEnvironment} (or {@code dynatrace}), a reference to an environment. The host group
 *       has the name of the cluster. A cluster without environment is skipped, and so is a cluster
 *       that disables the integration ({@code disable.integrations}, inline or by reference)
 *   <li>{@code /openshift/namespace-1.yml}: {@code name}, {@code cluster}, a reference, {@code
 *       enableDynatraceLogging} and {@code delete}; a namespace with {@code delete} is not opted in
 * </ul>
 *
 * <p>A cluster with an environment and without opted-in namespaces is desired as empty, not absent.
 * A cluster is left out if the name or opt-in of a namespace cannot be read, if two files of one
 * namespace contradict each other, or if the form of {@code disable} is unknown.
 *
 * <p>Hidden files and directories are skipped. Nothing outside the directory is read. Limits:
 * 200,000 files, in each 5,000,000 values, nested 100 deep, of 16,000,000 characters.
 *
 * <p><b>Thread safety:</b> immutable; every {@link #load} reads the files again.
 *
 * @since 0.1.0
 */
public final class AppInterfaceDirectorySource implements AppInterfaceSource {

  /** The default name of this integration in {@code disable.integrations} of a cluster. */
  public static final String DEFAULT_INTEGRATION = "logconfig";

  private final Path root;
  private final String integration;
  private final Limits limits;

  /**
   * Creates a source for a directory.
   *
   * @param root the directory that references start from
   */
  public AppInterfaceDirectorySource(Path root) {
    this(root, DEFAULT_INTEGRATION);
  }

  /**
   * Creates a source for a directory and an integration with another name.
   *
   * @param root the directory that references start from
   * @param integration clusters whose {@code disable.integrations} contains this name are skipped
   */
  public AppInterfaceDirectorySource(Path root, String integration) {
    this(root, integration, Limits.DEFAULT);
  }

  AppInterfaceDirectorySource(Path root, String integration, Limits limits) {
    this.root = Objects.requireNonNull(root, "root");
    this.integration = Objects.requireNonNull(integration, "integration");
    this.limits = limits;
  }

  @Override
  public AppInterfaceDirectorySource withIntegration(String other) {
    return new AppInterfaceDirectorySource(root, other, limits);
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    DataFiles files = DataDirectory.read(root, problems, limits);
    return new AppInterfaceParser(files, integration, problems).read(YamlFile.location(root));
  }
}

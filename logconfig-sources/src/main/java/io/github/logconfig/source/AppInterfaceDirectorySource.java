package io.github.logconfig.source;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.appinterface.DataDirectory;
import io.github.logconfig.source.internal.appinterface.DataFiles;
import io.github.logconfig.source.internal.yaml.Limits;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.nio.file.Path;

/**
 * Desired state in a directory of app-interface data: files that name their {@code $schema} and
 * refer to each other by {@code {$ref: /path/from/the/directory.yml}}.
 *
 * <ul>
 *   <li>{@code /dependencies/dynatrace-environment-1.yml}: {@code name}, {@code environmentUrl}
 *   <li>{@code /openshift/cluster-1.yml}: {@code name}, {@code labels}, and {@code
 *       dynatraceEnvironment} (or {@code dynatrace}) referring to an environment. The cluster's
 *       host group has the cluster's name. A cluster that refers to none, or that disables the
 *       integration ({@code disable.integrations}, inline or by reference), is left alone
 *   <li>{@code /openshift/namespace-1.yml}: {@code name}, {@code cluster} referring to a cluster,
 *       {@code enableDynatraceLogging}, and {@code delete}; a namespace that is to be deleted
 *       counts as not opted in
 * </ul>
 *
 * <p>A cluster with an environment and no namespace that is opted in is desired as empty, not
 * absent. A cluster is left out if a namespace's name or opt-in cannot be read, if two files of one
 * namespace contradict each other, or if {@code disable} is not understood.
 *
 * <p>Hidden files and directories are skipped. Nothing outside the directory is read. At most
 * 200,000 files of 16 MiB each, nested 100 deep.
 *
 * <p><b>Thread safety:</b> immutable; the files are read anew by every {@link #load}.
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
   * A source that reads a directory.
   *
   * @param root the directory that references start from
   */
  public AppInterfaceDirectorySource(Path root) {
    this(root, DEFAULT_INTEGRATION);
  }

  /**
   * A source that reads a directory and goes by another name.
   *
   * @param root the directory that references start from
   * @param integration clusters whose {@code disable.integrations} holds this name are left alone
   */
  public AppInterfaceDirectorySource(Path root, String integration) {
    this(root, integration, Limits.DEFAULT);
  }

  AppInterfaceDirectorySource(Path root, String integration, Limits limits) {
    this.root = root;
    this.integration = integration;
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
    return new AppInterfaceParser(files, integration, problems)
        .read(Place.wholeOf(root.toString()));
  }
}

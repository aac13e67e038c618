package io.github.logconfig.source;

/**
 * A source of app-interface data, in which clusters can disable integrations by their names.
 *
 * @since 0.1.0
 */
public interface AppInterfaceSource extends DesiredStateSource {

  /**
   * Returns the same source for an integration of another name than {@value
   * AppInterfaceDirectorySource#DEFAULT_INTEGRATION}. Clusters whose {@code disable.integrations}
   * holds the name are left alone.
   */
  AppInterfaceSource withIntegration(String integration);
}

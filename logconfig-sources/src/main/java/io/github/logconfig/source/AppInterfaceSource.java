package io.github.logconfig.source;

/**
 * A source of app-interface data, in which clusters can disable integrations by name.
 *
 * @since 0.1.0
 */
public interface AppInterfaceSource extends DesiredStateSource {

  /**
   * Returns a copy for an integration with another name than {@value
   * AppInterfaceDirectorySource#DEFAULT_INTEGRATION}. Clusters whose {@code disable.integrations}
   * contains the name are skipped.
   */
  AppInterfaceSource withIntegration(String integration);
}

package io.github.logconfig.cli.option;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import java.util.List;
import java.util.Map;

/**
 * Clients of environments, and the reasons why others have none.
 *
 * @param refusals problems of environments of the run, one line each
 * @param unread problems of environments without clusters, one line each
 */
public record Connections(
    Map<Environment, DynatraceClient> clients,
    Map<EnvironmentName, List<String>> refusals,
    Map<EnvironmentName, List<String>> unread)
    implements AutoCloseable {

  @Override
  public void close() {
    clients.values().forEach(DynatraceClient::close);
  }
}

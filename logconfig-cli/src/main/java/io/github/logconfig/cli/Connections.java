package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.EnvironmentName;
import java.util.List;
import java.util.Map;

/**
 * Clients of environments, and why others have none.
 *
 * @param refusals what is wrong with environments of the run, one line each
 * @param unread what is missing to read environments without clusters, one line each
 */
record Connections(
    Map<EnvironmentName, DynatraceClient> clients,
    Map<EnvironmentName, List<String>> refusals,
    Map<EnvironmentName, List<String>> unread)
    implements AutoCloseable {

  List<String> allRefusals() {
    return refusals.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public void close() {
    clients.values().forEach(DynatraceClient::close);
  }
}

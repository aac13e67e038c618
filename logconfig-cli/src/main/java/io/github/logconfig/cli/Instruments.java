package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.EnvironmentName;

/** What else is to be said of each client. */
@FunctionalInterface
interface Instruments {

  /** Says nothing. */
  Instruments NONE = (environment, client) -> {};

  void tell(EnvironmentName environment, DynatraceClient.Builder client);
}

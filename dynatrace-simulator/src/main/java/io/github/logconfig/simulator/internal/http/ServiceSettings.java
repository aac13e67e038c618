package io.github.logconfig.simulator.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.internal.auth.OAuthTokens;
import io.github.logconfig.simulator.internal.control.ExchangeChecks;
import io.github.logconfig.simulator.internal.settings.SettingsSchema;
import io.github.logconfig.simulator.internal.settings.StoredObject.Protection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a simulated service is made from. */
public record ServiceSettings(
    Map<String, List<String>> tokens,
    Map<String, OAuthTokens.Client> oauthClients,
    String environmentId,
    boolean tokenLookup,
    List<SimulatedEntity> entities,
    List<SettingsSchema> schemas,
    List<Seed> seeds,
    Capacity capacity,
    Duration lag,
    List<SimulatedWorkload> workloads,
    SimulatedQueries queries,
    ShiftedClock clock,
    ExchangeChecks checks) {

  /** An object that is there from the beginning, as an item of a POST would carry it. */
  public record Seed(JsonNode item, Protection protection) {}
}

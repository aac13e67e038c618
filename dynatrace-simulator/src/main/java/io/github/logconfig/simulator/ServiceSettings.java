package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.StoredObject.Protection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a simulated service is made from. */
record ServiceSettings(
    Map<String, List<String>> tokens,
    Map<String, OAuthTokens.Client> oauthClients,
    List<SimulatedEntity> entities,
    List<SettingsSchema> schemas,
    List<Seed> seeds,
    Capacity capacity,
    Duration lag,
    Clock clock,
    ExchangeChecks checks) {

  /** An object that is there from the beginning, as an item of a POST would carry it. */
  record Seed(JsonNode item, Protection protection) {}
}

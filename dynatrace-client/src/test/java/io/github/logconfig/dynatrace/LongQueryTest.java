package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.internal.service.SettingsQuerySplitter;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queries with more scopes or external ids than one address holds. */
class LongQueryTest {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final String LIST = "GET /api/v2/settings/objects";
  private static final int SCOPES = 600;

  @Test
  void findsEveryObjectOnceWithSeveralRequests() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    List<SettingsScope> scopes = new ArrayList<>();
    List<ExternalId> externalIds = new ArrayList<>();
    for (int i = 0; i < SCOPES; i++) {
      SimulatedEntity group = SimulatedEntity.hostGroup("group " + i);
      String externalId = "key/%d/%s".formatted(i, "ü".repeat(10));
      builder
          .entity(group)
          .rule(SimulatedRule.include("rule " + i).in(group).externalId(externalId));
      scopes.add(new SettingsScope(group.entityId()));
      externalIds.add(new ExternalId(externalId));
    }
    scopes.addAll(scopes.subList(0, 10));
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
                .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
                .build()) {
      SettingsQuery byScopes = SettingsQuery.builder().addSchemaId(SCHEMA).scopes(scopes).build();

      assertThat(client.settings().list(byScopes).map(it -> it.scope().orElseThrow()))
          .containsExactlyElementsOf(scopes.subList(0, SCOPES));
      assertThat(simulator.requests()).containsEntry(LIST, 6);
      assertThat(
              client
                  .settings()
                  .list(
                      SettingsQuery.builder().addSchemaId(SCHEMA).externalIds(externalIds).build())
                  .map(it -> it.externalId().orElseThrow()))
          .containsExactlyInAnyOrderElementsOf(externalIds);

      simulator.clearRequests();
      assertThat(client.settings().list(byScopes).findFirst()).isPresent();
      assertThat(simulator.requests()).containsEntry(LIST, 1);
    }
  }

  @Test
  void rejectsAnOrder() {
    SettingsQuery sorted =
        SettingsQuery.builder()
            .scopes(
                IntStream.range(0, SCOPES)
                    .mapToObj(i -> new SettingsScope("HOST_GROUP-%016X".formatted(i)))
                    .toList())
            .sort("-modified")
            .build();

    assertThatThrownBy(() -> SettingsQuerySplitter.of(sorted))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContainingAll("600 scopes", "-modified", "cannot be sorted");
  }
}

package io.github.logconfig.reconcile.storm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.List;
import java.util.Random;

/** Another client of the service: it has unmanaged rules, and changes managed ones. */
public final class Rival {

  private static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);

  private final DynatraceClient client;
  private final Random random;

  Rival(DynatraceClient client, Random random) {
    this.client = client;
    this.random = random;
  }

  void addUnmanagedRules(List<String> scopes) {
    for (String scope : scopes) {
      int count = random.nextInt(3);
      for (int i = 1; i <= count; i++) {
        LogRule rule =
            LogRule.builder()
                .title("foreign " + i)
                .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE)
                .addMatcher(
                    Matcher.builder()
                        .attribute(Attribute.K8S_NAMESPACE_NAME)
                        .addValue("foreign-" + i + "-*")
                        .addValue(random.nextInt(4) == 0 ? "ns-7" : "foreign")
                        .build())
                .build();
        client
            .settings()
            .create(
                List.of(
                    NewSettingsObject.builder()
                        .schemaId(SCHEMA)
                        .scope(new SettingsScope(scope))
                        .value(RuleMapper.write(rule))
                        .build()));
      }
    }
  }

  /** Edits, moves, disables or deletes some of our rules. */
  void meddle(int times) {
    List<SettingsObject> ours =
        client
            .settings()
            .list(SettingsQuery.ofSchema(SCHEMA))
            .filter(object -> object.externalId().isPresent())
            .toList();
    for (int i = 0; i < times && !ours.isEmpty(); i++) {
      meddle(ours.get(random.nextInt(ours.size())), i);
    }
  }

  private void meddle(SettingsObject object, int number) {
    SettingsObjectId id = object.objectId().orElseThrow();
    if (client
        .settings()
        .list(byId(object))
        .noneMatch(it -> it.objectId().equals(object.objectId()))) {
      return; // deleted by an earlier turn
    }
    ObjectNode value = object.value().orElseThrow().deepCopy();
    switch (random.nextInt(4)) {
      case 0 -> client.settings().delete(id);
      case 1 -> update(id, value.put("enabled", false), Placement.UNCHANGED);
      case 2 -> update(id, value, random.nextBoolean() ? Placement.FIRST : Placement.LAST);
      default ->
          update(
              id,
              value.put("config-item-title", "renamed " + number + " " + random.nextInt()),
              Placement.UNCHANGED);
    }
  }

  /** Switches one rule off. */
  public static void disable(DynatraceClient client, DynatraceSimulator simulator, String title) {
    ObjectNode value = Fleets.object(simulator, title).withObject("/value").deepCopy();
    client
        .settings()
        .update(
            SettingsUpdate.builder()
                .objectId(Fleets.id(simulator, title))
                .value(value.put("enabled", false))
                .build());
  }

  private static SettingsQuery byId(SettingsObject object) {
    return SettingsQuery.builder()
        .addSchemaId(SCHEMA)
        .addScope(object.scope().orElseThrow())
        .build();
  }

  private void update(SettingsObjectId id, ObjectNode value, Placement placement) {
    client
        .settings()
        .update(SettingsUpdate.builder().objectId(id).value(value).placement(placement).build());
  }
}

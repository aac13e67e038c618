package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plan documents of every kind fit the schema that is published. */
class PlanSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Schema schema = schema();
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(8).start();
    client = Fleets.client(simulator);
    reconciler =
        Fleets.reconciler(client)
            .planOptions(PlanOptions.builder().adoption(Adoption.SAME_TITLE).build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void acceptsAllActionsFindingsAndOrphans() throws IOException {
    reconciler.apply(
        Fleets.state(
            Fleets.cluster("c0", "a"),
            Fleets.exclusive("c1", "a"),
            Fleets.cluster("c2", "a"),
            Fleets.cluster("c3", "a")));
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c4"), LogRule.builder().title("logconfig c4").build());
    moveFirst("logconfig c1/rest");
    DesiredFleet fleet =
        Fleets.withProblems(
            Fleets.state(
                Fleets.cluster("c0", "b"),
                Fleets.exclusive("c1", "a"),
                Fleets.cluster("c2"),
                Fleets.cluster("c4", "a"),
                Fleets.exclusive("c5", "a"),
                Fleets.cluster("nowhere", "a")),
            new Problem(
                new SourceLocation("c6.yaml", 7),
                "is cut off",
                Problem.Kind.INVALID,
                Optional.of(new ClusterName("c6")),
                Optional.of(new HostGroupName("c6"))));

    PlanReport planned = reconciler.plan(fleet);
    String document = write(planned);

    assertThat(errors(document)).isEmpty();
    JsonNode tree = JSON.readTree(document);
    assertThat(tree.findValuesAsText("kind")).contains("create", "update", "move", "delete");
    assertThat(document)
        .contains("\"adopted\" : true")
        .contains("\"orphans\"")
        .contains("\"broken\"");
    assertThat(withoutImpact(write(PlanDocument.read(document))))
        .isEqualTo(withoutImpact(document));
  }

  @Test
  void acceptsEmptyPlans() throws IOException {
    assertThat(errors(PlanDocument.write(reconciler.plan(Fleets.state()), "1"))).isEmpty();

    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a")));
    PlanReport doubtful = reconciler.plan(Fleets.state());
    assertThat(doubtful.environments()).hasSize(1);
    String document = PlanDocument.write(doubtful, "1");
    assertThat(errors(document)).isEmpty();
    assertThat(PlanDocument.read(document).orphans()).isEqualTo(doubtful.orphans());
    assertThat(PlanDocument.read(document).environments()).isEqualTo(doubtful.environments());
  }

  private static String write(PlanReport report) throws IOException {
    StringWriter document = new StringWriter();
    PlanDocument.write(report, "1.2.3", Map.of("commit", "abc"), document);
    return document.toString();
  }

  /** The impact is assessed anew for every run, under the limit of that run. */
  private static JsonNode withoutImpact(String document) throws IOException {
    return ((ObjectNode) JSON.readTree(document)).without("impact");
  }

  @Test
  void equalPlansHaveEqualBytes() {
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a"), Fleets.exclusive("c1", "a")));

    assertThat(PlanDocument.write(reconciler.plan(Fleets.fleet(4, "a", "b")), "1"))
        .isEqualTo(PlanDocument.write(reconciler.plan(Fleets.fleet(4, "b", "a")), "1"));
  }

  @Test
  void rejectsInvalidDocuments() throws IOException {
    ObjectNode document =
        (ObjectNode) JSON.readTree(PlanDocument.write(reconciler.plan(Fleets.fleet(1, "a")), "1"));
    ((ObjectNode) document.at("/clusters/0/steps/0")).put("kind", "obliterate");

    assertThat(schema.validate(document)).isNotEmpty();
    assertThat(schema.validate(JSON.readTree("{\"format\": \"logconfig-plan/1\"}"))).isNotEmpty();
  }

  private void moveFirst(String title) {
    client
        .settings()
        .update(
            SettingsUpdate.builder()
                .objectId(Fleets.id(simulator, title))
                .value(Fleets.object(simulator, title).path("value"))
                .placement(Placement.FIRST)
                .build());
  }

  private List<Error> errors(String document) throws IOException {
    return schema.validate(JSON.readTree(document));
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JSON.readTree(Files.readString(Path.of("../docs/plan.schema.json"))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

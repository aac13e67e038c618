package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved plan is not trusted: whatever is edited in it is refused, and nothing is written. */
class EditedPlanTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;
  private String document;
  private String before;

  /**
   * Creates a managed include rule with [a, b] and an unmanaged rule in the host group of c0. The
   * plan changes the include rule to [a, c] with the policy exclusive.
   */
  @BeforeEach
  void start() {
    simulator = Fleets.simulator(3).start();
    client = Fleets.client(simulator);
    reconciler =
        Reconciler.builder()
            .client(Fleets.STAGING, client)
            .impactLimit(ImpactLimit.parse("1"))
            .build();
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a", "b"), Fleets.cluster("c1", "z")));
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c0"), LogRule.builder().title("foreign").build());
    document =
        PlanDocument.write(reconciler.plan(Fleets.state(Fleets.exclusive("c0", "a", "c"))), "1");
    before = simulator.objects().toString();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  /** Edits that the document itself shows, or the fresh plan does. */
  static Stream<Arguments> edits() {
    return Stream.of(
        edit("no matchers", it -> rule(it).putArray("matchers")),
        edit("a wildcard", it -> values(it).add("*")),
        edit("a prefix", it -> values(it).add("team-*")),
        edit("one namespace more", it -> values(it).add("other")),
        edit("one namespace less", it -> values(it).remove(0)),
        edit("another namespace", it -> values(it).set(0, "other")),
        edit("another attribute", it -> matcher(it).put("attribute", "loglevel")),
        edit("another operator", it -> matcher(it).put("operator", "NOT")),
        edit(
            "another matcher", it -> matchers(it).add(matcher(it).deepCopy().put("operator", "X"))),
        edit("excludes", it -> rule(it).put("send-to-storage", false)),
        edit("disabled", it -> rule(it).put("enabled", false)),
        edit("another title", it -> rule(it).put("config-item-title", "[Built-in] x")),
        edit("a text for a boolean", it -> rule(it).put("enabled", "true")),
        edit("another field", it -> rule(it).putObject("otherFields").put("x", "1")),
        edit("a field that is no JSON", it -> rule(it).putObject("otherFields").put("x", "{")),
        edit("the rule as a list", it -> step(it, 0).putArray("rule")),
        edit(
            "a hidden addition",
            it -> ((ArrayNode) step(it, 0).path("namespacesAdded")).removeAll()),
        edit(
            "a hidden removal",
            it -> ((ArrayNode) step(it, 0).path("namespacesRemoved")).removeAll()),
        edit("another wave", it -> step(it, 0).put("wave", 3)),
        edit("a negative wave", it -> step(it, 0).put("wave", -1)),
        edit("another kind", it -> step(it, 0).put("kind", "delete")),
        edit("an unknown kind", it -> step(it, 0).put("kind", "obliterate")),
        edit("adopted", it -> adopt(step(it, 0))),
        edit(
            "another role",
            it -> step(it, 0).put("externalId", "logconfig:logconfig:c0:include-2")),
        edit("another owner", it -> step(it, 0).put("externalId", "logconfig:other:c0:include")),
        edit(
            "another host group",
            it -> step(it, 0).put("externalId", "logconfig:logconfig:c1:include")),
        edit("an external id of another owner", it -> step(it, 0).put("externalId", "mine")),
        edit("another scope", it -> step(it, 0).put("scope", "environment")),
        edit("a scope that is none", it -> step(it, 0).put("scope", "HOST_GROUP-0000000000000000")),
        edit("another object", it -> precondition(it).put("objectId", "another")),
        edit("another update token", it -> precondition(it).put("updateToken", "another")),
        edit("no precondition", it -> step(it, 0).remove("precondition")),
        edit("a step less", it -> steps(it).remove(0)),
        edit("a step twice", it -> steps(it).add(step(it, 0).deepCopy())),
        edit("the steps turned round", it -> steps(it).add(steps(it).remove(0))),
        edit("another position", it -> created(it).put("position", "first")),
        edit("a position that is none", it -> created(it).put("position", "middle")),
        edit("no steps", it -> steps(it).removeAll()),
        edit("another fingerprint", it -> cluster(it).put("fingerprint", "0".repeat(64))),
        edit("another desired namespace", it -> namespaces(it).add("other")),
        edit("a desired wildcard", it -> namespaces(it).add("*")),
        edit("another policy", it -> desired(it).put("policy", "additive")),
        edit("a policy that is none", it -> desired(it).put("policy", "all")),
        edit("no desired state", it -> cluster(it).remove("desired")),
        edit("another cluster's host group", it -> cluster(it).put("hostGroup", "c1")),
        edit("another environment", it -> cluster(it).put("environment", "production")),
        edit(
            "another URL", it -> cluster(it).put("environmentUrl", "https://x.live.dynatrace.com")),
        edit("a URL that is none", it -> cluster(it).put("environmentUrl", "http://x")),
        edit("the cluster twice", it -> clusters(it).add(cluster(it).deepCopy())),
        edit(
            "desired state and fingerprint, but not the steps",
            it -> {
              namespaces(it).add("other");
              cluster(it).put("fingerprint", fingerprint("a", "c", "other"));
            }),
        edit("a wrong count", it -> cluster(it).put("unchangedNamespaces", 3)),
        edit("a negative count", it -> cluster(it).put("unchangedNamespaces", -1)),
        edit("a count without its namespaces", it -> namespaces(it).remove(0)),
        edit("clusters that are no list", it -> it.putObject("clusters")),
        edit("no clusters", it -> it.remove("clusters")),
        edit("a cluster that is text", it -> clusters(it).add("c0")),
        edit("another format", it -> it.put("format", "logconfig-plan/2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void refusesEditedPlanAndWritesNothing(String name, Consumer<ObjectNode> edit) throws Exception {
    ObjectNode edited = (ObjectNode) JSON.readTree(document);
    edit.accept(edited);
    assertThat(edited).isNotEqualTo(JSON.readTree(document));

    assertThatThrownBy(() -> reconciler.applySaved(PlanDocument.read(edited.toString())))
        .isInstanceOfAny(
            InvalidPlanException.class, io.github.logconfig.model.ConfigValidationException.class);
    assertThat(simulator.objects()).hasToString(before);
  }

  @Test
  void appliesUneditedPlan() {
    Reconciler generous = Fleets.reconciler(client).build();

    assertThat(Fleets.outcomes(generous.applySaved(PlanDocument.read(document))))
        .containsExactly(Outcome.APPLIED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a", "c");
  }

  @Test
  void ignoresEffectsAndImpactOfDocument() throws Exception {
    reconciler = Reconciler.builder().client(Fleets.STAGING, client).build();
    String[] many =
        java.util.stream.IntStream.range(0, 50).mapToObj(i -> "ns-" + i).toArray(String[]::new);
    reconciler.apply(Fleets.state(Fleets.cluster("c2", many)));
    ObjectNode edited =
        (ObjectNode)
            JSON.readTree(
                PlanDocument.write(reconciler.plan(Fleets.state(Fleets.cluster("c2"))), "1"));
    cluster(edited).putArray("effects");
    cluster(edited).put("stopping", 0).put("namespacesTakenInNow", 0);
    ((ObjectNode) edited.path("impact")).put("refused", false);

    ApplyReport report = reconciler.applySaved(PlanDocument.read(edited.toString()));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.REFUSED);
    assertThat(Fleets.values(simulator, "logconfig c2")).hasSize(50);
  }

  @Test
  void signatureCoversWholeDocument() throws Exception {
    byte[] key = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    byte[] other = "fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    PlanReport plan = PlanDocument.read(document);
    StringWriter out = new StringWriter();
    PlanDocument.writeSigned(plan, "1", Map.of("commit", "abc"), key, out);
    String signed = out.toString();

    assertThat(readSigned(signed, key).plan().clusters()).hasSize(1);
    assertThatThrownBy(() -> readSigned(document, key))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("is not signed");
    assertThatThrownBy(() -> readSigned(signed, other))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("signature of the plan is wrong");
    ObjectNode edited = (ObjectNode) JSON.readTree(signed);
    ((ObjectNode) edited.path("source")).put("commit", "abd");
    assertThatThrownBy(() -> readSigned(edited.toString(), key))
        .hasMessageContaining("signature of the plan is wrong");
    ObjectNode cluster = (ObjectNode) JSON.readTree(signed).at("/clusters/0");
    ObjectNode twice = ((ObjectNode) JSON.readTree(signed));
    ((ArrayNode) twice.path("clusters")).add(cluster);
    assertThatThrownBy(() -> readSigned(twice.toString(), key))
        .hasMessageContaining("signature of the plan is wrong");
    assertThatThrownBy(() -> readSigned(signed.replaceFirst("\\{", "{\"clusters\" : [ ],"), key))
        .hasMessageContaining("has the key \"clusters\" twice");
    // the order of keys and white space carry no meaning
    assertThat(readSigned(JSON.readTree(signed).toString(), key).plan().clusters()).hasSize(1);
  }

  private static PlanReport readSigned(String document, byte[] key) throws IOException {
    return PlanDocument.readSigned(
        new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), key);
  }

  private static String fingerprint(String... namespaces) {
    Environment staging = Fleets.STAGING;
    DesiredCluster cluster =
        DesiredCluster.builder()
            .from(DesiredCluster.of("c0", staging, namespaces))
            .policy(Policy.EXCLUSIVE)
            .build();
    return Fingerprint.of(staging, cluster).hex();
  }

  private static Arguments edit(String name, Consumer<ObjectNode> edit) {
    return Arguments.of(name, edit);
  }

  private static void adopt(ObjectNode step) {
    step.put("adopted", true).put("position", "first");
  }

  private static ArrayNode clusters(ObjectNode document) {
    return (ArrayNode) document.path("clusters");
  }

  private static ObjectNode cluster(ObjectNode document) {
    return (ObjectNode) document.at("/clusters/0");
  }

  private static ObjectNode desired(ObjectNode document) {
    return (ObjectNode) document.at("/clusters/0/desired");
  }

  private static ArrayNode namespaces(ObjectNode document) {
    return (ArrayNode) desired(document).path("namespaces");
  }

  private static ArrayNode steps(ObjectNode document) {
    return (ArrayNode) document.at("/clusters/0/steps");
  }

  private static ObjectNode step(ObjectNode document, int number) {
    return (ObjectNode) steps(document).path(number);
  }

  private static ObjectNode created(ObjectNode document) {
    for (JsonNode step : steps(document)) {
      if (step.path("kind").asText().equals("create")) {
        return (ObjectNode) step;
      }
    }
    throw new AssertionError("no step creates a rule");
  }

  private static ObjectNode precondition(ObjectNode document) {
    return (ObjectNode) step(document, 0).path("precondition");
  }

  private static ObjectNode rule(ObjectNode document) {
    return (ObjectNode) step(document, 0).path("rule");
  }

  private static ArrayNode matchers(ObjectNode document) {
    return (ArrayNode) rule(document).path("matchers");
  }

  private static ObjectNode matcher(ObjectNode document) {
    return (ObjectNode) matchers(document).path(0);
  }

  private static ArrayNode values(ObjectNode document) {
    return (ArrayNode) matcher(document).path("values");
  }
}

package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleReference;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.OrphanRemoval;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.render.PlanJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a plan document of the supported version. Refuses anything invalid with its path; never
 * guesses.
 */
public final class PlanDocumentReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private static final String CLUSTERS = "clusters";

  /** Consumes the clusters of a document; the parser is at the start of their value. */
  private interface ClusterReader {
    void read(JsonParser json) throws IOException;
  }

  private final JsonNode node;
  private final String path;

  private PlanDocumentReader(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * Reads a document as a stream: only one cluster is in memory as JSON.
   *
   * @param toolVersion the version of this program, if it must have the major version of the one
   *     that wrote the document
   */
  public static PlanReport read(InputStream document, Optional<String> toolVersion)
      throws IOException {
    List<LogConfigPlan> plans = new ArrayList<>();
    Map<ClusterName, String> digests = new LinkedHashMap<>();
    JsonNode rest =
        readParts(
            document,
            json ->
                forEachCluster(
                    json,
                    cluster -> {
                      LogConfigPlan plan = cluster.cluster();
                      plans.add(plan);
                      cluster
                          .valueIfAny("scopeState", digest -> digest)
                          .ifPresent(digest -> digests.put(plan.cluster(), digest));
                    }));
    toolVersion.ifPresent(version -> requireMajor(rest.path("toolVersion").asText(""), version));
    return new PlanDocumentReader(rest, "").report(new FleetPlan(plans), digests);
  }

  /** Reads a document that must be signed. */
  public static PlanReport readSigned(byte[] document, byte[] key) throws IOException {
    Map<String, PlanDocumentWriter.Part> parts = new HashMap<>();
    JsonNode rest = readParts(new ByteArrayInputStream(document), JsonParser::skipChildren);
    rest.properties().forEach(it -> parts.put(it.getKey(), value(it.getValue())));
    parts.put(CLUSTERS, (json, values) -> copyClusters(document, json, values));
    parts.remove(PlanSignature.FIELD);
    PlanSignature.require(rest.path(PlanSignature.FIELD).asText(""), parts, key);
    return read(new ByteArrayInputStream(document), Optional.empty());
  }

  private static PlanDocumentWriter.Part value(JsonNode tree) {
    return (json, values) -> values.writeValue(json, JSON.treeToValue(tree, Object.class));
  }

  private static void copyClusters(byte[] document, JsonGenerator json, ObjectWriter values)
      throws IOException {
    json.writeStartArray();
    readParts(
        new ByteArrayInputStream(document),
        in -> {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            value(JSON.readTree(in)).write(json, values);
          }
        });
    json.writeEndArray();
  }

  /**
   * Reads a document up to its end.
   *
   * @return everything but the clusters
   */
  private static JsonNode readParts(InputStream document, ClusterReader clusters)
      throws IOException {
    ObjectNode rest = JSON.createObjectNode();
    boolean clustersRead = false;
    try (JsonParser json = JSON.createParser(document)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        requireFormat("");
      }
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        if (rest.has(key) || (clustersRead && key.equals(CLUSTERS))) {
          throw new InvalidPlanException("the plan has the key " + Quoted.of(key) + " twice");
        }
        if (key.equals(CLUSTERS) && json.currentToken() == JsonToken.START_ARRAY) {
          clusters.read(json);
          clustersRead = true;
        } else {
          rest.set(key, JSON.<JsonNode>readTree(json));
        }
        if (key.equals("format")) {
          requireFormat(rest.path(key).asText(""));
        }
      }
      requireFormat(rest.path("format").asText(""));
      if (json.nextToken() != null) {
        throw new InvalidPlanException("the plan is not JSON: there is text after its end");
      }
    } catch (JsonProcessingException e) {
      throw new InvalidPlanException("the plan is not JSON: " + e.getOriginalMessage());
    }
    if (!clustersRead) {
      throw new InvalidPlanException("the plan at /" + CLUSTERS + " must be a list");
    }
    return rest;
  }

  private static void forEachCluster(JsonParser json, Consumer<PlanDocumentReader> consumer)
      throws IOException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      consumer.accept(new PlanDocumentReader(JSON.readTree(json), "/" + CLUSTERS + "/" + i));
    }
  }

  private static void requireFormat(String format) {
    if (!format.equals(PlanJson.FORMAT)) {
      throw new InvalidPlanException(
          format.startsWith("logconfig-plan/")
              ? "the plan has the format "
                  + (format.matches("[a-z0-9./-]{1,40}") ? format : Quoted.of(format))
                  + ", this program reads "
                  + PlanJson.FORMAT
              : "this is not a plan: its format is not " + PlanJson.FORMAT);
    }
  }

  private static void requireMajor(String madeBy, String toolVersion) {
    if (!major(madeBy).equals(major(toolVersion))) {
      throw new InvalidPlanException(
          "the plan was made by version "
              + Quoted.of(madeBy)
              + ", and this is version "
              + toolVersion
              + "; make it again with this version");
    }
  }

  private static String major(String version) {
    return version.split("[.-]", 2)[0];
  }

  private PlanReport report(FleetPlan plan, Map<ClusterName, String> digests) {
    Map<ClusterName, Failure> failures = new LinkedHashMap<>();
    for (PlanDocumentReader failure : list("failures", item -> item)) {
      failures.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    Map<EnvironmentName, Failure> environments = new LinkedHashMap<>();
    for (PlanDocumentReader failure : listIfAny("environmentFailures", item -> item)) {
      environments.put(failure.value("environment", EnvironmentName::new), failure.failure());
    }
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    for (PlanDocumentReader failure : listIfAny("withheld", item -> item)) {
      withheld.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    return new PlanReport(
        plan,
        failures,
        OrphanRemoval.ofDocument(listIfAny("orphans", PlanDocumentReader::orphan)),
        environments,
        listIfAny("broken", PlanDocumentReader::problem),
        withheld,
        ImpactLimit.DEFAULT.assess(plan.clusters()),
        digests);
  }

  private Orphan orphan() {
    return new Orphan(
        environment(),
        identity(),
        value("scope", RuleScope::parse),
        value("objectId", ObjectId::new),
        value("updateToken", UpdateToken::new),
        rule(),
        names("namespaces"));
  }

  /** Documents of earlier versions have only the text of a problem. */
  private Problem problem() {
    boolean whole = node.has("message");
    return new Problem(
        whole ? text("file") : "desired state",
        whole ? count("line") : 0,
        text(whole ? "message" : "error"),
        whole ? value("kind", Problem.Kind::valueOf) : Problem.Kind.INVALID,
        valueIfAny("cluster", ClusterName::new),
        valueIfAny("hostGroup", HostGroupName::new),
        valueIfAny("namespace", NamespaceName::new));
  }

  private Failure failure() {
    return new Failure(
        value("kind", FailureKind::valueOf),
        text("error"),
        node.has("status") ? Optional.of(count("status")) : Optional.empty(),
        valueIfAny("requestId", id -> id),
        node.path("retryAfterSeconds").isNumber()
            ? Optional.of(
                Duration.ofMillis(Math.round(node.path("retryAfterSeconds").asDouble() * 1_000)))
            : Optional.empty(),
        listIfAny(
            "violations",
            item -> new ConstraintViolation(item.text("path"), item.text("message"))));
  }

  private LogConfigPlan cluster() {
    ClusterName name = value("cluster", ClusterName::new);
    Environment environment = environment();
    List<NamespaceEffect> listed = list("effects", PlanDocumentReader::effect);
    Fingerprint fingerprint = value("fingerprint", Fingerprint::new);
    Optional<DesiredCluster> desired =
        node.has("desired")
            ? Optional.of(desired(environment))
            : desiredOfFirstRelease(environment, listed, fingerprint);
    return LogConfigPlan.builder()
        .cluster(name)
        .environment(environment)
        .hostGroup(value("hostGroup", HostGroupName::new))
        .fingerprint(fingerprint)
        .managedNow(count("namespacesTakenInNow"))
        .addAllSteps(list("steps", PlanDocumentReader::step))
        .addAllFindings(list("findings", PlanDocumentReader::finding))
        .effects(
            node.has("unchangedNamespaces")
                ? effects(listed, desired)
                : NamespaceEffects.of(listed))
        .desired(desired)
        .otherNamespaces(
            node.has("otherNamespaces")
                ? child("otherNamespaces").otherNamespaces()
                : OtherNamespaces.NOT_INGESTED)
        .build();
  }

  /**
   * Adds the effects that are only counted: those of all desired namespaces that are not listed.
   */
  private NamespaceEffects effects(List<NamespaceEffect> listed, Optional<DesiredCluster> desired) {
    int unchanged = count("unchangedNamespaces");
    if (unchanged == 0) {
      return NamespaceEffects.of(listed);
    }
    SortedSet<NamespaceName> continuing =
        new TreeSet<>(desired.map(DesiredCluster::namespaces).orElseGet(TreeSet::new));
    listed.forEach(effect -> continuing.remove(effect.namespace()));
    if (continuing.size() != unchanged) {
      throw invalid(
          "unchangedNamespaces", "must be the number of desired namespaces without an effect");
    }
    if (listed.isEmpty()) {
      return NamespaceEffects.continuing(continuing);
    }
    List<NamespaceEffect> all = new ArrayList<>(NamespaceEffects.continuing(continuing));
    all.addAll(listed);
    all.sort(Comparator.comparing(NamespaceEffect::namespace));
    return NamespaceEffects.of(all);
  }

  private DesiredCluster desired(Environment environment) {
    PlanDocumentReader desired = child("desired");
    return DesiredCluster.builder()
        .name(value("cluster", ClusterName::new))
        .environment(environment)
        .hostGroup(value("hostGroup", HostGroupName::new))
        .policy(desired.value("policy", Policy::parse))
        .addAllNamespaces(desired.names("namespaces"))
        .kubernetesClusterUid(desired.valueIfAny("kubernetesClusterUid", KubernetesClusterUid::new))
        .kubernetesClusterName(desired.valueIfAny("kubernetesClusterName", name -> name))
        .build();
  }

  /**
   * Returns the desired state of a cluster in a document of the first release, which does not
   * contain it: the namespaces that do not stop, if the fingerprint confirms this. Otherwise the
   * plan can be read, but not applied.
   */
  private Optional<DesiredCluster> desiredOfFirstRelease(
      Environment environment, List<NamespaceEffect> effects, Fingerprint fingerprint) {
    DesiredCluster.Builder desired =
        DesiredCluster.builder()
            .name(value("cluster", ClusterName::new))
            .environment(environment)
            .hostGroup(value("hostGroup", HostGroupName::new));
    effects.stream()
        .filter(effect -> effect.effect() != NamespaceEffect.Kind.STOPS)
        .forEach(effect -> desired.addNamespace(effect.namespace()));
    return Stream.of(Policy.values())
        .map(policy -> desired.policy(policy).build())
        .filter(cluster -> Fingerprint.of(environment, cluster).equals(fingerprint))
        .findFirst();
  }

  private Environment environment() {
    String name = text("environment");
    return value("environmentUrl", url -> Environment.of(name, url));
  }

  private PlanStep step() {
    Action action = action();
    boolean written = action != Action.DELETE;
    boolean placed = written && (action != Action.UPDATE || node.has("position"));
    boolean compared = action == Action.UPDATE || action == Action.ADOPT;
    Optional<LogRule> rule = written ? Optional.of(rule()) : Optional.empty();
    return new PlanStep(
        action,
        identity(),
        value("scope", RuleScope::parse),
        rule.isPresent() ? rule.get().title() : text("title"),
        Optional.empty(),
        rule,
        new RuleDiff(
            names("namespacesAdded"),
            names("namespacesRemoved"),
            compared ? list("changes", PlanDocumentReader::change) : List.of()),
        placed ? Optional.of(position()) : Optional.empty(),
        count("wave"),
        action == Action.CREATE
            ? new Precondition.Absent(child("precondition").value("absent", ExternalId::new))
            : child("precondition").unchanged());
  }

  private Action action() {
    return switch (text("kind")) {
      case "create" -> Action.CREATE;
      case "update" -> node.path("adopted").asBoolean() ? Action.ADOPT : Action.UPDATE;
      case "move" -> Action.MOVE;
      case "delete" -> Action.DELETE;
      default -> throw invalid("kind", "must be create, update, move or delete");
    };
  }

  private RuleIdentity identity() {
    return value(
        "externalId",
        text ->
            RuleIdentity.parse(new ExternalId(text))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            Quoted.of(text) + " is not the external id of a managed rule")));
  }

  private Precondition.Unchanged unchanged() {
    return new Precondition.Unchanged(
        value("objectId", ObjectId::new), value("updateToken", UpdateToken::new));
  }

  private Position position() {
    if (node.path("position").isObject()) {
      return new Position.After(child("position").value("after", ObjectId::new));
    }
    return switch (text("position")) {
      case "first" -> Position.FIRST;
      case "last" -> Position.LAST;
      default -> throw invalid("position", "must be first, last, or an object with after");
    };
  }

  private RuleDiff.FieldChange change() {
    return new RuleDiff.FieldChange(text("field"), text("before"), text("after"));
  }

  private Finding finding() {
    return new Finding(
        value("code", FindingCode::valueOf),
        value("severity", Severity::parse),
        text("message"),
        node.has("rule") ? Optional.of(child("rule").reference()) : Optional.empty(),
        node.has("namespaces") ? names("namespaces") : List.of());
  }

  private RuleReference reference() {
    return new RuleReference(
        value("scope", RuleScope::parse),
        text("title"),
        valueIfAny("objectId", ObjectId::new),
        valueIfAny("externalId", ExternalId::new));
  }

  private NamespaceEffect effect() {
    NamespaceEffect.Kind kind = value("effect", NamespaceEffect.Kind::valueOf);
    return new NamespaceEffect(
        value("namespace", NamespaceName::new),
        kind,
        Verdict.UNKNOWN,
        Verdict.UNKNOWN,
        kind == NamespaceEffect.Kind.STOPS || node.path("stopping").asBoolean());
  }

  private OtherNamespaces otherNamespaces() {
    return new OtherNamespaces(
        value("effect", NamespaceEffect.Kind::valueOf),
        value("before", Verdict::valueOf),
        value("after", Verdict::valueOf),
        Change.MAYBE);
  }

  /** The rule of a step; its unknown fields are JSON text, as the rest of the document has none. */
  private LogRule rule() {
    PlanDocumentReader rule = child("rule");
    if (!rule.node.isObject()) {
      throw invalid("rule", "must be an object");
    }
    ObjectNode json = rule.node.deepCopy();
    expandOtherFields(json);
    json.path("matchers")
        .forEach(
            matcher -> {
              if (matcher instanceof ObjectNode object) {
                expandOtherFields(object);
              }
            });
    LogRule read = RuleMapper.read(json);
    read.unreadable()
        .ifPresent(
            reason -> {
              throw invalid("rule", "cannot be understood: " + reason);
            });
    return read;
  }

  private void expandOtherFields(ObjectNode json) {
    JsonNode fields = json.remove("otherFields");
    if (fields == null) {
      return;
    }
    fields
        .properties()
        .forEach(
            field -> {
              try {
                json.set(field.getKey(), JSON.readTree(field.getValue().asText()));
              } catch (JsonProcessingException e) {
                throw invalid("rule/otherFields/" + field.getKey(), "must be JSON");
              }
            });
  }

  private PlanDocumentReader child(String key) {
    return new PlanDocumentReader(node.path(key), path + "/" + key);
  }

  private <T> List<T> listIfAny(String key, Function<PlanDocumentReader, T> item) {
    return node.has(key) ? list(key, item) : List.of();
  }

  private <T> Optional<T> valueIfAny(String key, Function<String, T> parser) {
    return node.has(key) ? Optional.of(value(key, parser)) : Optional.empty();
  }

  private <T> List<T> list(String key, Function<PlanDocumentReader, T> item) {
    JsonNode array = node.path(key);
    if (!array.isArray()) {
      throw invalid(key, "must be a list");
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(item.apply(new PlanDocumentReader(array.get(i), path + "/" + key + "/" + i)));
    }
    return items;
  }

  private List<NamespaceName> names(String key) {
    return list(
        key,
        item -> {
          if (!item.node.isTextual()) {
            throw new InvalidPlanException("the plan at " + item.path + " must be text");
          }
          return item.parsed(item.node.asText(), NamespaceName::new, item.path);
        });
  }

  private <T> T value(String key, Function<String, T> parser) {
    return parsed(text(key), parser, path + "/" + key);
  }

  private <T> T parsed(String text, Function<String, T> parser, String where) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidPlanException("the plan at " + where + ": " + e.getMessage());
    }
  }

  private String text(String key) {
    if (!node.path(key).isTextual()) {
      throw invalid(key, "must be text");
    }
    return node.path(key).asText();
  }

  private int count(String key) {
    if (!node.path(key).canConvertToInt() || node.path(key).asInt() < 0) {
      throw invalid(key, "must be a number from 0");
    }
    return node.path(key).asInt();
  }

  private InvalidPlanException invalid(String key, String expected) {
    return new InvalidPlanException("the plan at " + path + "/" + key + " " + expected);
  }
}

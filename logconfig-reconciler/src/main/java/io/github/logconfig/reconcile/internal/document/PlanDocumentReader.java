package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a plan document of the supported version. Refuses anything invalid with its path; never
 * guesses.
 */
public final class PlanDocumentReader {

  private final JsonNode node;
  private final String path;

  private PlanDocumentReader(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  public static PlanReport read(JsonNode document) {
    PlanDocumentReader reader = new PlanDocumentReader(document, "");
    FleetPlan plan = new FleetPlan(reader.list("clusters", PlanDocumentReader::cluster));
    Map<ClusterName, Failure> failures = new LinkedHashMap<>();
    for (PlanDocumentReader failure : reader.list("failures", item -> item)) {
      failures.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    Map<EnvironmentName, Failure> environments = new LinkedHashMap<>();
    for (PlanDocumentReader failure : reader.listIfAny("environmentFailures", item -> item)) {
      environments.put(failure.value("environment", EnvironmentName::new), failure.failure());
    }
    Map<ClusterName, Failure> withheld = new LinkedHashMap<>();
    for (PlanDocumentReader failure : reader.listIfAny("withheld", item -> item)) {
      withheld.put(failure.value("cluster", ClusterName::new), failure.failure());
    }
    Map<ClusterName, String> digests = new LinkedHashMap<>();
    for (PlanDocumentReader cluster : reader.list("clusters", item -> item)) {
      cluster
          .valueIfAny("scopeState", digest -> digest)
          .ifPresent(digest -> digests.put(cluster.value("cluster", ClusterName::new), digest));
    }
    return new PlanReport(
        plan,
        failures,
        OrphanRemoval.ofDocument(reader.listIfAny("orphans", PlanDocumentReader::orphan)),
        environments,
        reader.listIfAny("broken", PlanDocumentReader::problem),
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
        valueIfAny("hostGroup", HostGroupName::new));
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
    return LogConfigPlan.builder()
        .cluster(value("cluster", ClusterName::new))
        .environment(environment())
        .hostGroup(value("hostGroup", HostGroupName::new))
        .fingerprint(value("fingerprint", Fingerprint::new))
        .managedNow(count("namespacesTakenInNow"))
        .addAllSteps(list("steps", PlanDocumentReader::step))
        .addAllFindings(list("findings", PlanDocumentReader::finding))
        .effects(NamespaceEffects.of(list("effects", PlanDocumentReader::effect)))
        .desired(desired())
        .otherNamespaces(child("otherNamespaces").otherNamespaces())
        .build();
  }

  private DesiredCluster desired() {
    PlanDocumentReader desired = child("desired");
    return DesiredCluster.builder()
        .name(value("cluster", ClusterName::new))
        .environment(environment())
        .hostGroup(value("hostGroup", HostGroupName::new))
        .policy(desired.value("policy", Policy::parse))
        .addAllNamespaces(desired.names("namespaces"))
        .kubernetesClusterUid(desired.valueIfAny("kubernetesClusterUid", KubernetesClusterUid::new))
        .kubernetesClusterName(desired.valueIfAny("kubernetesClusterName", name -> name))
        .build();
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
        optional("objectId", ObjectId::new),
        optional("externalId", ExternalId::new));
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
                json.set(
                    field.getKey(), PlanDocumentWriter.JSON.readTree(field.getValue().asText()));
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

  private <T> Optional<T> optional(String key, Function<String, T> parser) {
    return node.has(key) ? Optional.of(value(key, parser)) : Optional.empty();
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

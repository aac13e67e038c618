package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
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
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.reconcile.rollout.StageState;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.UpdateToken;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An object of a plan document with its path. Converts it to the model, and refuses anything
 * invalid with its path; never guesses.
 */
final class PlanElement {

  /** Text of an impact limit. */
  private static final Pattern LIMIT =
      Pattern.compile("([0-9]{1,9}) namespaces and (100|[0-9]{1,2}) %");

  private final JsonNode node;
  private final String path;

  PlanElement(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  Orphan orphan() {
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
  Problem problem() {
    boolean whole = node.has("message");
    return new Problem(
        whole ? place() : SourceLocation.ofPlace("desired state"),
        text(whole ? "message" : "error"),
        whole ? value("kind", Problem.Kind::valueOf) : Problem.Kind.INVALID,
        valueIfAny("cluster", ClusterName::new),
        valueIfAny("hostGroup", HostGroupName::new),
        valueIfAny("namespace", NamespaceName::new));
  }

  Failure failure() {
    return new Failure(
        value("kind", FailureKind::parse),
        text("error"),
        node.has("status") ? Optional.of(count("status")) : Optional.empty(),
        valueIfAny("requestId", id -> id),
        node.path("retryAfterSeconds").isNumber()
            ? Optional.of(
                Duration.ofMillis(Math.round(node.path("retryAfterSeconds").asDouble() * 1_000)))
            : Optional.empty(),
        listIfAny(
            "violations", item -> new ConstraintViolation(item.text("path"), item.text("message"))),
        valueIfAny("noResponse", PlanElement::noResponse));
  }

  private static DynatraceTransportException.Kind noResponse(String name) {
    return Stream.of(DynatraceTransportException.Kind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "noResponse",
                    name,
                    "one of " + List.of(DynatraceTransportException.Kind.values())));
  }

  StageStatus stage() {
    if (!node.path("soakSeconds").isNumber()) {
      throw invalid("soakSeconds", "must be a number");
    }
    return new StageStatus(
        text("stage"),
        value("state", StageState::parse),
        list("clusters", item -> item.parsed(item.node.asText(), ClusterName::new, item.path)),
        count("changing"),
        Duration.ofMillis(Math.round(node.path("soakSeconds").asDouble() * 1_000)),
        valueIfAny("until", PlanElement::instant),
        valueIfAny("reason", reason -> reason).orElse(""),
        node.has("failure") ? Optional.of(child("failure").failure()) : Optional.empty());
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time such as 2026-01-31T12:00:00Z", e);
    }
  }

  LogConfigPlan cluster() {
    ClusterName name = value("cluster", ClusterName::new);
    Environment environment = environment();
    List<NamespaceEffect> listed = list("effects", PlanElement::effect);
    Fingerprint fingerprint = value("fingerprint", Fingerprint::new);
    Optional<DesiredCluster> desired =
        node.has("desired")
            ? Optional.of(desired(environment))
            : desiredOfFirstRelease(environment, listed, fingerprint);
    return LogConfigPlan.builder()
        .cluster(name)
        .environment(environment)
        .target(target())
        .hostGroup(value("hostGroup", HostGroupName::new))
        .fingerprint(fingerprint)
        .managedNow(count("namespacesTakenInNow"))
        .addAllSteps(list("steps", PlanElement::step))
        .addAllFindings(list("findings", PlanElement::finding))
        .effects(
            node.has("unchangedNamespaces")
                ? effects(listed, desired)
                : NamespaceEffects.of(listed))
        .desired(desired)
        .otherNamespaces(
            node.has("otherNamespaces")
                ? child("otherNamespaces").otherNamespaces()
                : OtherNamespaces.NOT_INGESTED)
        .stopsUnmanaged(node.path("stopsUnmanaged").asBoolean())
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

  /** Returns the impact limit; the default one for documents of earlier versions. */
  ImpactLimit limit() {
    Matcher limit = LIMIT.matcher(node.path("limit").asText());
    return limit.matches() && node.has("othersMayStop")
        ? new ImpactLimit(
            Integer.parseInt(limit.group(1)),
            Integer.parseInt(limit.group(2)),
            node.path("mayEmptyClusters").asBoolean(),
            node.path("othersMayStop").asBoolean())
        : ImpactLimit.DEFAULT;
  }

  private DesiredCluster desired(Environment environment) {
    PlanElement desired = child("desired");
    return DesiredCluster.builder()
        .name(value("cluster", ClusterName::new))
        .environment(environment)
        .target(target())
        .hostGroup(value("hostGroup", HostGroupName::new))
        .policy(desired.value("policy", Policy::parse))
        .addAllNamespaces(desired.names("namespaces"))
        .kubernetesClusterUid(desired.valueIfAny("kubernetesClusterUid", KubernetesClusterUid::new))
        .kubernetesClusterName(desired.valueIfAny("kubernetesClusterName", name -> name))
        .locations(locations())
        .build();
  }

  /** Returns where the cluster and the namespaces of steps and effects are defined, with owners. */
  private SourceLocations locations() {
    Map<NamespaceName, SourceLocation> namespaces = new HashMap<>();
    Map<NamespaceName, String> owners = new HashMap<>();
    List<PlanElement> located = new ArrayList<>(list("effects", effect -> effect));
    located.addAll(listIfAny("locations", location -> location));
    for (PlanElement effect : located) {
      NamespaceName name = effect.value("namespace", NamespaceName::new);
      effect.location().ifPresent(it -> namespaces.put(name, it));
      if (effect.node.has("owner")) {
        owners.put(name, effect.text("owner"));
      }
    }
    return SourceLocations.of(
        location(), namespaces, name -> Optional.ofNullable(owners.get(name)));
  }

  private Optional<SourceLocation> location() {
    if (!node.has("location")) {
      return Optional.empty();
    }
    return Optional.of(child("location").place());
  }

  private SourceLocation place() {
    return (node.has("place")
            ? SourceLocation.ofPlace(text("place"))
            : SourceLocation.ofFile(text("file")))
        .atLine(node.has("line") ? count("line") : 0);
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

  /** Documents of earlier versions have no target. */
  private Target target() {
    return valueIfAny("target", Target::parse).orElse(Target.HOST_GROUP);
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
            compared ? list("changes", PlanElement::change) : List.of()),
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
      PlanElement position = child("position");
      return new Position.After(
          position.value("after", ObjectId::new),
          position.valueIfAny("title", title -> title).orElse(""));
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
        valueIfAny("stops", Change::valueOf).orElse(Change.MAYBE));
  }

  /** The rule of a step; its unknown fields are JSON text, as the rest of the document has none. */
  private LogRule rule() {
    PlanElement rule = child("rule");
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
                    field.getKey(), PlanDocumentReader.JSON.readTree(field.getValue().asText()));
              } catch (JsonProcessingException e) {
                throw invalid("rule/otherFields/" + field.getKey(), "must be JSON");
              }
            });
  }

  PlanElement child(String key) {
    return new PlanElement(node.path(key), path + "/" + key);
  }

  <T> List<T> listIfAny(String key, Function<PlanElement, T> item) {
    return node.has(key) ? list(key, item) : List.of();
  }

  <T> Optional<T> valueIfAny(String key, Function<String, T> parser) {
    return node.has(key) ? Optional.of(value(key, parser)) : Optional.empty();
  }

  <T> List<T> list(String key, Function<PlanElement, T> item) {
    JsonNode array = node.path(key);
    if (!array.isArray()) {
      throw invalid(key, "must be a list");
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      items.add(item.apply(new PlanElement(array.get(i), path + "/" + key + "/" + i)));
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

  <T> T value(String key, Function<String, T> parser) {
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

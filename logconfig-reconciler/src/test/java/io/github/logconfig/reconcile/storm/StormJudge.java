package io.github.logconfig.reconcile.storm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The judge of {@link ProcessStormTest}, and the rival writer. The judge checks every write of the
 * processes when it has taken effect, before its response is sent. Between any two requests of the
 * processes the rival may act; it holds the lock of the judge, so that its changes are not mixed up
 * with those of the processes. Rules without an external id are the rival's own: only the rival may
 * change them.
 */
final class StormJudge implements Consumer<Exchange> {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RIVAL_VALUE = "rival-*";
  private static final int JOURNAL_LINES = 40;

  private final Random random;
  private final AtomicInteger rivalRequestsSeen = new AtomicInteger();
  private final Map<String, Set<String>> named = new HashMap<>();
  private final Set<String> unmanagedIds = new HashSet<>();
  private final List<Map<String, List<ManagedRule>>> states = new ArrayList<>();
  private final List<Set<ManagedRule>> writes = new ArrayList<>();
  private final List<String> journal = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private DynatraceSimulator simulator;
  private DynatraceClient rivalClient;
  private List<String> scopes = List.of();
  private List<String> unmanaged = List.of();
  private Runnable killing = () -> {};
  private int rivalRequests;
  private int polls;
  private boolean isOver;

  /** A managed rule as the service holds it. */
  record ManagedRule(String externalId, LogRule rule) {}

  StormJudge(Random random) {
    this.random = random;
  }

  /** Begins to judge. Before, all requests are ignored. */
  synchronized void begin(
      DynatraceSimulator watched,
      DynatraceClient ofRival,
      List<String> hostGroups,
      Runnable kills) {
    rivalClient = ofRival;
    scopes = List.copyOf(hostGroups);
    killing = kills;
    simulator = watched;
    changedByRival();
    record(managed(watched.objects()), Set.of());
  }

  /** Names the values of a desired state: managed include rules may have them. */
  synchronized void name(DesiredState desired) {
    desired
        .clusters()
        .forEach(
            cluster ->
                cluster
                    .namespaces()
                    .forEach(
                        it ->
                            named
                                .computeIfAbsent(cluster.name().value(), key -> new HashSet<>())
                                .add(it.value())));
  }

  /** Ends the acts of the rival and the kills; writes are still judged. */
  synchronized void endStorm() {
    isOver = true;
  }

  @Override
  public void accept(Exchange exchange) {
    if (isByRival(exchange)) {
      return;
    }
    synchronized (this) {
      if (simulator == null) {
        return;
      }
      if (exchange.method().equals("GET")) {
        recordList(exchange);
      } else {
        judge(exchange);
      }
      if (!isOver && random.nextInt(6) == 0) {
        actAsRival();
      }
      if (!isOver && random.nextInt(30) == 0) {
        journal.add("kill");
        killing.run();
      }
    }
  }

  /** The rival sends no update tokens and no external ids. The processes always do. */
  private boolean isByRival(Exchange exchange) {
    boolean byRival =
        switch (exchange.method()) {
          case "PUT", "DELETE" ->
              !(exchange.query() + exchange.requestBody()).contains("updateToken");
          case "POST" -> !exchange.requestBody().contains("externalId");
          default -> false;
        };
    if (byRival) {
      rivalRequestsSeen.incrementAndGet();
    }
    return byRival;
  }

  private void recordList(Exchange exchange) {
    boolean whole =
        exchange.path().endsWith("/settings/objects")
            && exchange.status() == 200
            && !exchange.query().contains("externalIds=")
            && !exchange.query().contains("scopes=")
            && !exchange.responseBody().contains("\"nextPageKey\"");
    if (whole) {
      JsonNode items = json(exchange.responseBody()).path("items");
      if (items.isArray()) {
        polls++;
        record(managed(items), Set.of());
      }
    }
  }

  private void judge(Exchange exchange) {
    String line =
        exchange.method()
            + " "
            + exchange.path()
            + "?"
            + exchange.query()
            + " "
            + exchange.requestBody()
            + " -> "
            + exchange.status()
            + exchange.fault().map(it -> " " + it).orElse("");
    journal.add(line);
    polls++;
    String target = exchange.path().substring(exchange.path().lastIndexOf('/') + 1);
    if (unmanagedIds.contains(target)) {
      violation("a write to an unmanaged rule: " + line);
    }
    Set<ManagedRule> written = new HashSet<>();
    if (!exchange.requestBody().isEmpty()) {
      JsonNode body = json(exchange.requestBody());
      for (JsonNode item : body.isArray() ? body : JSON.createArrayNode().add(body)) {
        if (unmanagedIds.contains(item.path("objectId").asText())) {
          violation("a write to an unmanaged rule: " + line);
        }
        LogRule rule = RuleMapper.read(item.path("value"));
        if (exchange.method().equals("PUT")) {
          externalId(target).ifPresent(id -> written.add(new ManagedRule(id, rule)));
        } else {
          written.add(new ManagedRule(item.path("externalId").asText(), rule));
        }
      }
    }
    JsonNode objects = simulator.objects();
    if (!unmanaged(objects).equals(unmanaged)) {
      violation("unmanaged rules have changed: " + unmanaged + "\n to " + unmanaged(objects));
      unmanaged = unmanaged(objects);
    }
    Map<String, List<ManagedRule>> state = managed(objects);
    Set<String> ids = new HashSet<>();
    state.values().stream()
        .flatMap(List::stream)
        .filter(it -> !ids.add(it.externalId()))
        .forEach(it -> violation("duplicate external id " + it.externalId()));
    state.forEach((cluster, rules) -> rules.forEach(it -> judge(cluster, it, true)));
    written.forEach(it -> judge(cluster(it.externalId()), it, false));
    record(state, written);
  }

  private void judge(String cluster, ManagedRule managed, boolean mayBeRivals) {
    if (!managed.externalId().split(":", -1)[3].startsWith("include")) {
      return;
    }
    Set<String> allowed = new HashSet<>(named.getOrDefault(cluster, Set.of()));
    if (mayBeRivals) {
      allowed.add(RIVAL_VALUE);
    }
    Set<Matcher> matchers = managed.rule().matchers();
    boolean named =
        !matchers.isEmpty()
            && matchers.stream().allMatch(it -> allowed.containsAll(it.values()))
            && matchers.stream().noneMatch(it -> it.values().isEmpty());
    if (!named) {
      violation("an include rule that no desired state and no saved plan names: " + managed);
    }
  }

  private Optional<String> externalId(String objectId) {
    for (JsonNode object : simulator.objects()) {
      if (object.path("objectId").asText().equals(objectId) && object.has("externalId")) {
        return Optional.of(object.path("externalId").asText());
      }
    }
    return Optional.empty();
  }

  private void record(Map<String, List<ManagedRule>> state, Set<ManagedRule> written) {
    states.add(state);
    writes.add(written);
  }

  private void violation(String text) {
    int from = Math.max(0, journal.size() - JOURNAL_LINES);
    violations.add(text + "\n  " + String.join("\n  ", journal.subList(from, journal.size())));
  }

  /** Returns the moment: what was observed last. */
  synchronized int now() {
    return states.size() - 1;
  }

  /**
   * Judges the outcomes that a run has reported. A cluster is reported as unchanged, or as applied
   * by a saved plan, only if its managed rules were as desired at one moment of the run; as applied
   * by another run only if each desired rule was as desired at some moment of the run.
   *
   * @param desired the managed rules of each cluster, as desired
   * @param from the moment at which the run was requested
   */
  synchronized void judgeReport(
      String run, Map<String, List<ManagedRule>> desired, int from, String report) {
    journal.add(run + ": " + report);
    if (report.startsWith(StormProcess.ERROR)) {
      violation(run + ": " + report);
      return;
    }
    for (String outcome : report.split(" ", -1)) {
      String cluster = outcome.substring(0, Math.max(0, outcome.indexOf('=')));
      List<ManagedRule> rules = desired.getOrDefault(cluster, List.of());
      boolean holds =
          switch (outcome.substring(outcome.indexOf('=') + 1)) {
            case "UNCHANGED" -> wasOnce(cluster, rules, from);
            case "APPLIED" ->
                run.startsWith("saved")
                    ? wasOnce(cluster, rules, from)
                    : rules.stream().allMatch(it -> wasOnce(cluster, it, from));
            default -> true;
          };
      if (!holds) {
        violation(
            run
                + " reported "
                + outcome
                + " since moment "
                + from
                + "; desired "
                + rules
                + "; states "
                + states.subList(from, states.size()).stream()
                    .map(it -> it.getOrDefault(cluster, List.of()))
                    .distinct()
                    .toList());
      }
    }
  }

  private boolean wasOnce(String cluster, List<ManagedRule> rules, int from) {
    return states.subList(from, states.size()).stream()
        .anyMatch(it -> it.getOrDefault(cluster, List.of()).equals(rules));
  }

  private boolean wasOnce(String cluster, ManagedRule rule, int from) {
    return states.subList(from, states.size()).stream()
            .anyMatch(it -> it.getOrDefault(cluster, List.of()).contains(rule))
        || writes.subList(from, writes.size()).stream().anyMatch(it -> it.contains(rule));
  }

  private void actAsRival() {
    List<JsonNode> objects = new ArrayList<>();
    simulator.objects().forEach(objects::add);
    try {
      if (objects.isEmpty() || random.nextInt(3) == 0) {
        journal.add("rival adds");
        rivalRequests++;
        Fleets.addUnmanaged(rivalClient, scopes.get(random.nextInt(scopes.size())), rule());
      } else {
        change(objects.get(random.nextInt(objects.size())));
      }
    } catch (DynatraceException itsOwnFailure) {
      // the rival meets the same faults
    }
    changedByRival();
  }

  private LogRule rule() {
    return LogRule.builder()
        .title("unmanaged")
        .action(random.nextBoolean() ? RuleAction.INCLUDE : RuleAction.EXCLUDE)
        .addMatcher(
            Matcher.builder()
                .attribute(Attribute.K8S_NAMESPACE_NAME)
                .addValue("unmanaged-" + random.nextInt(4))
                .addValue("ns-" + random.nextInt(8))
                .build())
        .build();
  }

  private void change(JsonNode object) {
    SettingsObjectId id = new SettingsObjectId(object.path("objectId").asText());
    ObjectNode value = object.path("value").deepCopy();
    rivalRequests++;
    int kind = random.nextInt(5);
    journal.add("rival changes in way " + kind + ": " + object);
    switch (kind) {
      case 0 -> rivalClient.settings().delete(id);
      case 1 -> update(id, value.put("enabled", false), Placement.UNCHANGED);
      case 2 -> update(id, value, random.nextBoolean() ? Placement.FIRST : Placement.LAST);
      case 3 -> update(id, value.put("config-item-title", "renamed"), Placement.UNCHANGED);
      default -> {
        if (value.at("/matchers/0/values") instanceof ArrayNode values) {
          values.removeAll().add(RIVAL_VALUE);
        }
        update(id, value, Placement.UNCHANGED);
      }
    }
  }

  private void update(SettingsObjectId id, ObjectNode value, Placement placement) {
    rivalClient
        .settings()
        .update(SettingsUpdate.builder().objectId(id).value(value).placement(placement).build());
  }

  private void changedByRival() {
    JsonNode objects = simulator.objects();
    unmanaged = unmanaged(objects);
    for (JsonNode object : objects) {
      if (!object.has("externalId")) {
        unmanagedIds.add(object.path("objectId").asText());
      }
    }
    record(managed(objects), Set.of());
  }

  /** Returns the managed rules of each cluster in their order. */
  static Map<String, List<ManagedRule>> managed(JsonNode objects) {
    Map<String, List<ManagedRule>> byCluster = new HashMap<>();
    for (JsonNode object : objects) {
      String id = object.path("externalId").asText("");
      if (!id.isEmpty()) {
        byCluster
            .computeIfAbsent(cluster(id), key -> new ArrayList<>())
            .add(new ManagedRule(id, RuleMapper.read(object.path("value"))));
      }
    }
    return byCluster;
  }

  private static String cluster(String externalId) {
    return externalId.split(":", -1)[2];
  }

  private static List<String> unmanaged(JsonNode objects) {
    List<String> rules = new ArrayList<>();
    for (JsonNode object : objects) {
      if (!object.has("externalId")) {
        rules.add(
            object.path("objectId").asText()
                + " "
                + object.path("scope").asText()
                + " "
                + object.path("value"));
      }
    }
    return rules;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  /** Returns what must not happen and did, each with the last requests before it. */
  synchronized List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    if (rivalRequests != rivalRequestsSeen.get()) {
      all.add(
          "requests without update token or external id: "
              + rivalRequestsSeen
              + ", of the rival: "
              + rivalRequests);
    }
    return all;
  }

  /** Returns how many states were observed. */
  synchronized int polls() {
    return polls;
  }

  synchronized int rivalRequests() {
    return rivalRequests;
  }
}

package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.ServiceSettings;
import io.github.logconfig.simulator.internal.settings.Scope;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.internal.settings.StoredObject.Protection;
import java.util.ArrayList;
import java.util.List;

/**
 * A log rule that the simulated environment holds from the beginning.
 *
 * <p>{@code SimulatedRule.include("team a").in(hostGroup).namespaces("a", "b")} takes two
 * namespaces of a host group in.
 *
 * <p><b>Thread safety:</b> immutable; every change gives a copy.
 *
 * @since 0.1.0
 */
public final class SimulatedRule {

  private static final String BUILT_IN_PREFIX = "[Built-in] ";

  private final String title;
  private final String scope;
  private final boolean include;
  private final boolean enabled;
  private final String externalId;
  private final Protection protection;
  private final List<Matcher> matchers;

  private record Matcher(String attribute, List<String> values) {}

  private SimulatedRule(
      String title,
      String scope,
      boolean include,
      boolean enabled,
      String externalId,
      Protection protection,
      List<Matcher> matchers) {
    this.title = title;
    this.scope = scope;
    this.include = include;
    this.enabled = enabled;
    this.externalId = externalId;
    this.protection = protection;
    this.matchers = List.copyOf(matchers);
  }

  /**
   * A rule of the environment that takes everything in.
   *
   * @param title its title
   * @return an enabled rule without matchers
   */
  public static SimulatedRule include(String title) {
    return new SimulatedRule(
        title, Scope.ENVIRONMENT.id(), true, true, "", Protection.NONE, List.of());
  }

  /**
   * A rule of the environment that leaves everything out.
   *
   * @param title its title
   * @return an enabled rule without matchers
   */
  public static SimulatedRule exclude(String title) {
    return new SimulatedRule(
        title, Scope.ENVIRONMENT.id(), false, true, "", Protection.NONE, List.of());
  }

  /**
   * A rule that comes with the service: it cannot be deleted, and only {@code enabled} can be
   * changed.
   *
   * @param title its title; the prefix {@code [Built-in]} is added
   * @return an enabled include rule of the environment, without matchers
   */
  public static SimulatedRule builtIn(String title) {
    String whole = title.startsWith(BUILT_IN_PREFIX) ? title : BUILT_IN_PREFIX + title;
    return new SimulatedRule(
        whole, Scope.ENVIRONMENT.id(), true, true, "", Protection.BUILT_IN, List.of());
  }

  /**
   * The same in the scope of an entity.
   *
   * @param entity a host group, a Kubernetes cluster or a host
   * @return a copy
   */
  public SimulatedRule in(SimulatedEntity entity) {
    return inScope(entity.entityId());
  }

  /**
   * The same in another scope.
   *
   * @param id {@code environment} or the id of an entity
   * @return a copy
   */
  public SimulatedRule inScope(String id) {
    return new SimulatedRule(title, id, include, enabled, externalId, protection, matchers);
  }

  /**
   * The same with a matcher of {@code k8s.namespace.name}.
   *
   * @param names the namespaces
   * @return a copy
   */
  public SimulatedRule namespaces(String... names) {
    return matching("k8s.namespace.name", names);
  }

  /**
   * The same with one more matcher.
   *
   * @param attribute what is looked at
   * @param values one of which it must have
   * @return a copy
   */
  public SimulatedRule matching(String attribute, String... values) {
    List<Matcher> more = new ArrayList<>(matchers);
    more.add(new Matcher(attribute, List.of(values)));
    return new SimulatedRule(title, scope, include, enabled, externalId, protection, more);
  }

  /**
   * The same with an external id.
   *
   * @param id the external id
   * @return a copy
   */
  public SimulatedRule externalId(String id) {
    return new SimulatedRule(title, scope, include, enabled, id, protection, matchers);
  }

  /**
   * The same, switched off.
   *
   * @return a copy
   */
  public SimulatedRule disabled() {
    return new SimulatedRule(title, scope, include, false, externalId, protection, matchers);
  }

  /**
   * The same, built in and bound to its place: nothing can be inserted beside it.
   *
   * @return a copy
   */
  public SimulatedRule fixed() {
    return new SimulatedRule(
        title, scope, include, enabled, externalId, Protection.FIXED, matchers);
  }

  ServiceSettings.Seed seed() {
    ObjectNode item =
        ApiResponse.JSON
            .createObjectNode()
            .put("schemaId", SettingsSchemas.LOG_RULES)
            .put("scope", scope);
    if (!externalId.isEmpty()) {
      item.put("externalId", externalId);
    }
    ObjectNode value =
        item.putObject("value")
            .put("enabled", enabled)
            .put("config-item-title", title)
            .put("send-to-storage", include);
    ArrayNode array = value.putArray("matchers");
    for (Matcher matcher : matchers) {
      ArrayNode values =
          array
              .addObject()
              .put("attribute", matcher.attribute())
              .put("operator", "MATCHES")
              .putArray("values");
      matcher.values().forEach(values::add);
    }
    return new ServiceSettings.Seed(item, protection);
  }
}

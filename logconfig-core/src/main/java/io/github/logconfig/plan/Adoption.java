package io.github.logconfig.plan;

import io.github.logconfig.evaluate.WildcardPattern;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * Which unmanaged rules are adopted: one of them becomes the managed rule and keeps its position,
 * the others are merged into it, which deletes them.
 *
 * <p>Only rules in the scope of a managed rule are adopted. A rule that another owner of logconfig
 * manages is never adopted. A rule of another tool is adopted only if its object id is given, or if
 * {@link #tools} contains the tool: stop managing it there first.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface Adoption {

  /**
   * Nothing is adopted; a {@link FindingCode#TITLE_TAKEN} finding reports a rule with our title.
   */
  Adoption NEVER = builder().build();

  /** A rule is adopted if it has the title of a managed rule. */
  Adoption SAME_TITLE = builder().sameTitle(true).build();

  /**
   * A tool that marks its rules.
   *
   * @since 0.1.0
   */
  enum Tool {
    /** Monaco, the configuration-as-code tool of Dynatrace. */
    MONACO("monaco:");

    private final String prefix;

    Tool(String prefix) {
      this.prefix = prefix;
    }

    /** Returns the tool that has created a rule with this external id; empty if it is unknown. */
    public static Optional<Tool> of(ExternalId externalId) {
      return externalId.value().startsWith(MONACO.prefix) ? Optional.of(MONACO) : Optional.empty();
    }

    /** Returns the name of the tool in options and messages, for example {@code monaco}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns whether rules with the title of a managed rule are adopted; not by default. */
  @Value.Default
  default boolean sameTitle() {
    return false;
  }

  /** Returns the objects to adopt. */
  Set<ObjectId> objects();

  /**
   * Returns the objects that a reviewed plan adopts; see {@link #of}. They are adopted only if they
   * are {@linkplain #namespaceLists() namespace lists}. Other than for {@link #objects}, no finding
   * reports a missing one: the plan is then refused as a whole.
   */
  Set<ObjectId> reviewedObjects();

  /** Returns patterns of titles; include rules with such a title are adopted. */
  Set<WildcardPattern> titles();

  /**
   * Returns whether include rules are adopted that have no condition besides a list of desired
   * namespaces, and exclude rules that match everything if the policy is exclusive; not by default.
   * Adopting them changes nothing.
   */
  @Value.Default
  default boolean namespaceLists() {
    return false;
  }

  /**
   * Returns the tools whose rules are adopted as well. If nothing else is selected, their rules
   * with the title of a managed rule and their {@linkplain #namespaceLists() namespace lists} are
   * adopted.
   */
  Set<Tool> tools();

  /**
   * Returns whether a rule is adopted that has the title of a managed rule which does not exist.
   */
  default boolean selectsTitleOf(ObservedRule rule) {
    return isOfAllowedTool(rule) && rule.modifiable() && (sameTitle() || selectsTools(rule));
  }

  /**
   * Returns whether a rule is adopted, whatever its title is.
   *
   * @param rule a rule in the scope of the managed rule
   * @param namespaces the desired namespaces; none for a catch-all rule
   */
  default boolean selects(ObservedRule rule, Collection<NamespaceName> namespaces) {
    if (rule.externalId().flatMap(RuleIdentity::parse).isPresent()) {
      return false;
    }
    if (objects().contains(rule.objectId())) {
      return namespaces.isEmpty()
          ? rule.rule().action() == RuleAction.EXCLUDE && rule.rule().matchers().isEmpty()
          : rule.rule().action() == RuleAction.INCLUDE || !rule.rule().matchers().isEmpty();
    }
    if (!rule.modifiable() || !rule.deletable()) {
      return false;
    }
    if (reviewedObjects().contains(rule.objectId()) && isContainedIn(rule.rule(), namespaces)) {
      return true;
    }
    if (!isOfAllowedTool(rule)) {
      return false;
    }
    boolean included = rule.rule().action() == RuleAction.INCLUDE && !namespaces.isEmpty();
    return (included && titles().stream().anyMatch(it -> it.matches(rule.rule().title())))
        || ((namespaceLists() || selectsTools(rule)) && isContainedIn(rule.rule(), namespaces));
  }

  private boolean isOfAllowedTool(ObservedRule rule) {
    return rule.externalId().isEmpty()
        || rule.externalId().flatMap(Tool::of).filter(tools()::contains).isPresent();
  }

  /** Returns whether a rule is selected because a tool has created it, and nothing else selects. */
  private boolean selectsTools(ObservedRule rule) {
    return !sameTitle()
        && titles().isEmpty()
        && !namespaceLists()
        && objects().isEmpty()
        && rule.externalId().flatMap(Tool::of).filter(tools()::contains).isPresent();
  }

  /** Returns whether a managed rule with these namespaces can replace a rule without any effect. */
  private static boolean isContainedIn(LogRule rule, Collection<NamespaceName> namespaces) {
    if (!rule.enabled() || rule.unreadable().isPresent() || rule.otherFields().isAnySet()) {
      return false;
    }
    if (namespaces.isEmpty()) {
      return rule.action() == RuleAction.EXCLUDE && rule.matchers().isEmpty();
    }
    return rule.action() == RuleAction.INCLUDE
        && rule.matchers().size() == 1
        && rule.matchers().stream().allMatch(matcher -> isList(matcher, namespaces));
  }

  private static boolean isList(Matcher matcher, Collection<NamespaceName> namespaces) {
    return matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)
        && matcher.operator().equals(Matcher.MATCHES)
        && !matcher.otherFields().isAnySet()
        && matcher.values().stream()
            .allMatch(
                value ->
                    NamespaceName.isValid(value) && namespaces.contains(new NamespaceName(value)));
  }

  /**
   * Returns the adoption that a saved plan may ask for by itself: of the rules that it adopts, as
   * far as adopting them changes nothing. A plan is a document that others may have edited, so it
   * cannot ask for more: whoever applies it allows that again.
   */
  static Adoption of(FleetPlan plan) {
    return builder()
        .reviewedObjects(
            plan.clusters().stream()
                .flatMap(cluster -> cluster.findings().stream())
                .filter(finding -> finding.code() == FindingCode.ADOPTED)
                .flatMap(finding -> finding.rule().flatMap(RuleReference::objectId).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new)))
        .build();
  }

  /** Returns a builder; nothing is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds adoptions. Not thread-safe. */
  final class Builder extends ImmutableAdoption.Builder {
    Builder() {}
  }
}

package io.github.logconfig.source;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.UpdateToken;
import io.github.logconfig.source.internal.rules.DynaKubeFiles;
import io.github.logconfig.source.internal.rules.MonacoProject;
import io.github.logconfig.source.internal.rules.TerraformFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Log ingest rules in files of other tools.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param rules the rules, in the order of the files
 * @param skipped what cannot be read as a rule, and why
 * @param problems files that cannot be read
 * @since 0.1.0
 */
public record RuleFiles(List<Rule> rules, List<Skipped> skipped, List<Problem> problems) {

  /** Copies the lists. */
  public RuleFiles {
    rules = List.copyOf(rules);
    skipped = List.copyOf(skipped);
    problems = List.copyOf(problems);
  }

  /** The formats. */
  public enum Format {
    /** A directory with a Monaco project or a Monaco download. */
    MONACO,
    /**
     * Terraform: the output of {@code terraform show -json}, a state file, or configuration files
     * ({@code .tf}) with literal values.
     */
    TERRAFORM,
    /** Manifests with DynaKubes whose log module creates a rule. */
    DYNAKUBE;

    /** Returns the name of the format in options, for example {@code monaco}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A rule in a file.
   *
   * @param rule the rule
   * @param scope the scope in the notation of the service, for example {@code environment}
   * @param hostGroup the host group of the hosts of the Kubernetes cluster in {@code scope}
   * @param objectId the id of the settings object, if the file has it
   * @param externalId the external id that the tool gives to the settings object
   * @param location where the rule is defined
   */
  public record Rule(
      LogRule rule,
      String scope,
      Optional<HostGroupName> hostGroup,
      Optional<ObjectId> objectId,
      Optional<ExternalId> externalId,
      SourceLocation location) {}

  /**
   * A part of a file that describes a rule, but cannot be read.
   *
   * @param location where it is
   * @param subject what it is, for example {@code resource dynatrace_log_storage.shop}
   * @param reason why it cannot be read
   */
  public record Skipped(SourceLocation location, String subject, String reason) {}

  /**
   * Reads files. Does not fail: a file that cannot be read is a problem.
   *
   * @param path a file, or a directory whose files are read
   */
  public static RuleFiles read(Format format, Path path) {
    return switch (format) {
      case MONACO -> MonacoProject.read(path);
      case TERRAFORM -> TerraformFiles.read(path);
      case DYNAKUBE -> DynaKubeFiles.read(path);
    };
  }

  /**
   * Returns an environment that holds exactly these rules.
   *
   * @param names names of host groups, by the ids of their entities; files contain only ids
   */
  public ObservedState observed(EnvironmentName environment, Map<EntityId, HostGroupName> names) {
    Map<HostGroupName, Set<EntityId>> hostGroups = new LinkedHashMap<>();
    names.forEach(
        (id, name) -> hostGroups.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(id));
    Map<EntityId, ObservedKubernetesCluster> clusters = new LinkedHashMap<>();
    List<ObservedRule> observed = new ArrayList<>();
    for (Rule rule : rules) {
      RuleScope scope = RuleScope.parse(rule.scope());
      if (rule.hostGroup().isPresent() && scope.entity().isPresent()) {
        HostGroupName name = rule.hostGroup().get();
        Set<EntityId> ids =
            hostGroups.computeIfAbsent(
                name,
                key -> new LinkedHashSet<>(Set.of(entity(HostGroup.ENTITY_TYPE, name.value()))));
        EntityId cluster = scope.entity().get();
        clusters.put(
            cluster,
            ObservedKubernetesCluster.builder()
                .id(cluster)
                .label(rule.rule().title())
                .hostGroups(ids)
                .build());
      }
      observed.add(
          ObservedRule.builder()
              .objectId(id(observed.size()))
              .updateToken(new UpdateToken("none"))
              .scope(scope)
              .externalId(rule.externalId())
              .rule(rule.rule())
              .build());
    }
    return ObservedState.builder()
        .environment(environment)
        .hostGroups(hostGroups)
        .kubernetesClusters(clusters.values())
        .rules(observed)
        .build();
  }

  /** Returns where the rules of {@link #observed} are defined. */
  public Map<ObjectId, SourceLocation> locations() {
    Map<ObjectId, SourceLocation> locations = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      locations.put(id(i), rules.get(i).location());
    }
    return locations;
  }

  private ObjectId id(int index) {
    return rules.get(index).objectId().orElseGet(() -> new ObjectId("rule-" + index));
  }

  /** Returns an id for an entity whose real id is unknown. */
  public static EntityId entity(String type, String name) {
    UUID uuid = UUID.nameUUIDFromBytes((type + ":" + name).getBytes(StandardCharsets.UTF_8));
    return new EntityId(type + "-" + "%016X".formatted(uuid.getMostSignificantBits()));
  }
}

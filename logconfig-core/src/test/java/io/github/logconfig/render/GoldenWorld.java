package io.github.logconfig.render;

import static io.github.logconfig.plan.Worlds.HOST_GROUP;
import static io.github.logconfig.plan.Worlds.HOST_GROUP_ID;
import static io.github.logconfig.plan.Worlds.KUBERNETES_CLUSTER_ID;
import static io.github.logconfig.plan.Worlds.STAGING;
import static io.github.logconfig.plan.Worlds.UID;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the folder of a golden case. {@code desired.txt} has the lines {@code policy}, {@code
 * namespaces} and optionally {@code adopt}, {@code adopt-object}, {@code target} and {@code uid}.
 * {@code observed.txt} has one rule per line with the fields scope, action, title, role or {@code
 * -}, matchers, and remarks, separated by {@code |}. A line {@code not tied}, {@code tied by name}
 * or {@code tied by uid} defines how the Kubernetes cluster is tied to the desired cluster; the
 * default is a tie by its hosts.
 */
final class GoldenWorld {

  private final Path folder;

  GoldenWorld(Path folder) {
    this.folder = folder;
  }

  FleetPlan plan() throws IOException {
    DesiredCluster.Builder desired =
        DesiredCluster.builder().name(new ClusterName("stage-01")).environment(STAGING);
    PlanOptions.Builder options = PlanOptions.builder();
    for (String line : lines("desired.txt")) {
      String value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("policy ")) {
        desired.policy(Policy.valueOf(value.toUpperCase(Locale.ROOT)));
      } else if (line.startsWith("namespaces ")) {
        names(value).forEach(name -> desired.addNamespace(new NamespaceName(name)));
      } else if (line.equals("adopt")) {
        options.adoption(Adoption.SAME_TITLE);
      } else if (line.startsWith("adopt-object ")) {
        options.adoption(
            Adoption.builder()
                .addObject(new ObjectId(line.substring("adopt-object ".length())))
                .build());
      } else if (line.startsWith("target ")) {
        desired.target(Target.parse(value));
      } else if (line.equals("uid")) {
        desired.kubernetesClusterUid(UID);
      }
    }
    return new FleetPlan(
        List.of(LogConfigPlanner.plan(desired.build(), observed(), options.build())));
  }

  private ObservedState observed() throws IOException {
    List<String> lines = lines("observed.txt");
    ObservedState.Builder observed = ObservedState.builder().environment(STAGING.name());
    Set<EntityId> ids =
        lines.contains("host group unknown")
            ? Set.of()
            : lines.contains("host group ambiguous")
                ? Set.of(HOST_GROUP_ID, new EntityId("HOST_GROUP-00000000000000AA"))
                : Set.of(HOST_GROUP_ID);
    observed.putHostGroup(HOST_GROUP, ids);
    boolean byHosts =
        !lines.contains("not tied")
            && !lines.contains("tied by name")
            && !lines.contains("tied by uid");
    boolean withoutGroup = lines.contains("hosts without group");
    observed.addKubernetesCluster(
        ObservedKubernetesCluster.builder()
            .id(KUBERNETES_CLUSTER_ID)
            .label(lines.contains("not tied") ? "dynakube" : "stage-01")
            .uid(lines.contains("tied by uid") ? Optional.of(UID) : Optional.empty())
            .hostGroups(
                byHosts
                    ? Optional.of(ids)
                    : withoutGroup ? Optional.of(Set.of()) : Optional.empty())
            .hasHostsWithoutGroup(withoutGroup)
            .build());
    if (lines.contains("two of one name")) {
      observed.addKubernetesCluster(
          ObservedKubernetesCluster.builder()
              .id(new EntityId("KUBERNETES_CLUSTER-00000000000000AA"))
              .label("stage-01")
              .build());
    }
    int number = 0;
    for (String line : lines) {
      if (line.startsWith("and ")) {
        int first = number;
        number += Integer.parseInt(line.split(" ", -1)[1]);
        IntStream.range(first, number)
            .forEach(i -> observed.addRule(rule("host-group|include|filler " + i + "|-||", i)));
      } else if (line.contains("|")) {
        observed.addRule(rule(line, number++));
      }
    }
    return observed.build();
  }

  private static ObservedRule rule(String line, int number) {
    String[] fields = line.split("\\|", -1);
    String remarks = fields[5];
    LogRule.Builder rule =
        LogRule.builder()
            .title(fields[2])
            .action(RuleAction.valueOf(fields[1].toUpperCase(Locale.ROOT)))
            .enabled(!remarks.contains("disabled"));
    if (remarks.contains("unreadable")) {
      rule.unreadable("matchers is a text, not a list");
    }
    Stream.of(fields[4].split(" ", -1))
        .filter(matcher -> !matcher.isEmpty())
        .forEach(matcher -> rule.addMatcher(matcher(matcher)));
    ObservedRule.Builder observed =
        ObservedRule.builder()
            .objectId(new ObjectId("object-" + number))
            .updateToken(new UpdateToken("token-" + number))
            .scope(scope(fields[0]))
            .rule(rule.build())
            .modifiable(!remarks.contains("locked"))
            .movable(!remarks.contains("unmovable"));
    if (remarks.contains("written")) {
      observed.author("jane.doe@example.com").modified(Instant.parse("2026-11-20T08:15:00Z"));
    }
    if (!fields[3].equals("-")) {
      String id = fields[3].contains(":") ? fields[3] : "logconfig:logconfig:stage-01:" + fields[3];
      observed.externalId(new ExternalId(id));
    }
    return observed.build();
  }

  private static Matcher matcher(String text) {
    String[] parts = text.split("=", -1);
    String key = parts[0].equals("ns") ? "k8s.namespace.name" : parts[0];
    return Matcher.builder().attribute(new Attribute(key)).values(names(parts[1])).build();
  }

  private static RuleScope scope(String text) {
    return switch (text) {
      case "environment" -> RuleScope.ENVIRONMENT;
      case "kubernetes" -> RuleScope.of(KUBERNETES_CLUSTER_ID);
      case "host" -> RuleScope.parse("HOST-00000000000000FF");
      default -> RuleScope.of(HOST_GROUP_ID);
    };
  }

  /** {@code a,b} or {@code n1..n2500}. */
  private static List<String> names(String text) {
    if (!text.contains("..")) {
      return Arrays.stream(text.split(",", -1)).filter(name -> !name.isEmpty()).toList();
    }
    int last = Integer.parseInt(text.substring(text.indexOf("..n") + 3));
    return IntStream.rangeClosed(1, last).mapToObj(i -> "n" + i).toList();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file), StandardCharsets.UTF_8);
  }
}

package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files add namespaces to the clusters that another file defines. */
class TeamFilesTest {

  private static final String CLUSTERS =
      """
      environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
      clusters:
      - name: stage-01
        environment: staging
        policy: exclusive
        namespaces: [platform]
      - {name: stage-02, environment: staging, namespaces: []}
      """;

  @TempDir private Path folder;

  @Test
  void rootOfTheFileSystemIsNoDataFile(@TempDir Path directory) {
    assertThat(YamlFile.isDataFile(directory.getRoot())).isFalse();
  }

  @Test
  void addsNamespacesAndKeepsTheirLinesAndOwners() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(
        "teams/pay.yaml",
        "owner: payments\nclusters:\n- name: stage-01\n  namespaces:\n  - shop\n");
    write(
        "teams/ops.yaml",
        """
        clusters:
        - {name: stage-01, owner: operations, namespaces: [tools]}
        - {name: stage-02, namespaces: [tools]}
        """);

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(shown(loaded)).isEqualTo("stage-01: platform shop tools; stage-02: tools");
    DesiredCluster first = loaded.state().clusters().get(0);
    assertThat(first.policy()).isEqualTo(Policy.EXCLUSIVE);
    assertThat(first.locations().cluster()).contains(new SourceLocation(path("clusters.yaml"), 3));
    NamespaceName shop = new NamespaceName("shop");
    assertThat(first.locations().namespace(shop))
        .contains(new SourceLocation(path("teams/pay.yaml"), 5));
    assertThat(first.locations().owner(shop)).contains("payments");
    assertThat(first.locations().owner(new NamespaceName("tools"))).contains("operations");
    assertThat(first.locations().owner(new NamespaceName("platform"))).isEmpty();
  }

  @Test
  void readsTheSameFromADirectoryAndFromIncludes() throws IOException {
    write("a/clusters.yaml", CLUSTERS);
    write("a/pay.yaml", "{owner: payments, clusters: [{name: stage-02, namespaces: [shop]}]}");
    write("desired.yaml", "include: [a]");

    LoadedState included = new YamlFileSource(folder.resolve("desired.yaml")).load();
    LoadedState directory = new YamlFileSource(folder.resolve("a")).load();

    assertThat(included.problems()).isEmpty();
    assertThat(directory).isEqualTo(included);
    assertThat(shown(directory)).isEqualTo("stage-01: platform; stage-02: shop");
  }

  @Test
  void acceptsFieldsThatAreRepeatedInAnotherFile() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(
        "other.yaml",
        """
        clusters:
        - name: stage-01
          environment: staging
          hostGroup: stage-01
          target: host-group
          policy: exclusive
          owner: payments
          namespaces: [shop]
        """);

    assertThat(load().problems()).isEmpty();
    assertThat(shown(load())).isEqualTo("stage-01: platform shop; stage-02: ");
  }

  @Test
  void reportsFieldsThatConflictWithBothPlaces() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(
        "other.yaml",
        """
        clusters:
        - name: stage-01
          environment: staging
          policy: additive
          hostGroup: other
          kubernetesCluster: {uid: a}
          labels: {team: payments}
          namespaces: [shop]
        """);
    String place = path("clusters.yaml");

    LoadedState loaded = load();

    assertThat(loaded.problems().stream().map(it -> it.location().line() + " " + it.message()))
        .containsExactly(
            "4 policy of cluster stage-01 conflicts: additive; expected exclusive as at "
                + place
                + ":5. Remove it here to only add namespaces",
            "5 hostGroup of cluster stage-01 conflicts: other; expected stage-01 as at "
                + place
                + ":3. Remove it here to only add namespaces",
            "6 kubernetesCluster of cluster stage-01 conflicts: uid a; expected none as at "
                + place
                + ":3. Remove it here to only add namespaces",
            "7 labels of cluster stage-01 conflicts: {team=payments}; expected {} as at "
                + place
                + ":3. Remove it here to only add namespaces");
    assertThat(loaded.problems())
        .allSatisfy(it -> assertThat(it.cluster()).contains(new ClusterName("stage-01")));
    assertThat(shown(loaded)).isEqualTo("stage-01: platform; stage-02: ");
  }

  @Test
  void reportsTwoOwnersAndWarnsOfRepeatedNamespaces() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write("pay.yaml", "{owner: payments, clusters: [{name: stage-01, namespaces: [shop]}]}");
    write("shop.yaml", "{owner: shop, clusters: [{name: stage-01, namespaces: [platform, shop]}]}");

    LoadedState loaded = load();

    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            path("shop.yaml")
                + ":1: namespace shop has owner shop; expected owner payments as at "
                + path("pay.yaml")
                + ":1. Remove it from one of both files");
    assertThat(loaded.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            path("shop.yaml")
                + ":1: namespace platform is already listed at "
                + path("clusters.yaml")
                + ":6");
  }

  @Test
  void aFileWithAnOwnerOnlyAddsNamespaces() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(
        "pay.yaml",
        """
        environments: [{name: mine, url: "https://xyz12345.live.dynatrace.com"}]
        clusters:
        - {name: stage-02, environment: staging, policy: exclusive, namespaces: [shop]}
        - {name: stage-02, owner: other, namespaces: [shop]}
        owner: payments
        """);

    LoadedState loaded = load();

    assertThat(loaded.problems().stream().map(it -> it.location().line() + " " + it.message()))
        .containsExactly(
            "1 unknown key \"environments\" of the file of an owner; known are clusters, owner",
            "3 the file has an owner, so its clusters only have name and namespaces, not"
                + " environment, policy",
            "4 the file has an owner, so its clusters only have name and namespaces, not owner");
    assertThat(shown(loaded)).isEqualTo("stage-01: platform; stage-02: ");
  }

  @Test
  void keepsTheClusterIfAFileOfATeamIsInvalid() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write("pay.yaml", "{owner: payments, clusters: [{name: stage-01, namespaces: [Shop]}]}");
    write("x.yaml", "{owner: '', clusters: [{name: stage-01, namespaces: [tools]}]}");
    write("y.yaml", "{owner: y, clusters: [{name: stage-03, namespaces: [tools]}]}");

    LoadedState loaded = load();

    assertThat(shown(loaded)).isEqualTo("stage-01: platform; stage-02: ");
    assertThat(loaded.problems().stream().map(Problem::message))
        .containsExactly(
            "namespace \"Shop\" is not a DNS label (1 to 63 lower-case letters, digits or '-', no"
                + " '-' at either end)",
            "owner \"\" is not 1 to 100 printable characters, for example a team",
            "cluster stage-03 has no environment; expected one here, or another file that defines"
                + " the cluster");
    assertThat(loaded.problems().get(0).cluster()).contains(new ClusterName("stage-01"));
  }

  @Test
  void reportsTwoClustersWithOneKubernetesCluster() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(
        "more.yaml",
        """
        clusters:
        - {name: a, environment: staging, kubernetesCluster: {uid: u}, namespaces: [x]}
        - {name: b, environment: staging, kubernetesCluster: {uid: u}, namespaces: [x]}
        """);

    assertThat(load().problems())
        .extracting(Problem::toString)
        .containsExactly(
            path("more.yaml")
                + ":3: Kubernetes cluster u of cluster b already belongs to cluster a at "
                + path("more.yaml")
                + ":2");
  }

  @Test
  void readsOnlyVisibleFilesOfADirectory() throws IOException {
    write("clusters.yaml", CLUSTERS);
    write(".github/workflows/ci.yaml", "on: push");
    write("README.md", "# Desired state");
    assertThat(load().problems()).isEmpty();

    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(new YamlFileSource(empty).load().problems())
        .extracting(Problem::message)
        .containsExactly("the directory has no files; expected .yaml, .yml or .json");

    Path outside = write("outside.yaml", CLUSTERS);
    Files.createSymbolicLink(empty.resolve("link.yaml"), outside);
    assertThat(new YamlFileSource(empty).load().problems())
        .extracting(Problem::message)
        .containsExactly("the file is outside the directory " + empty);
  }

  private LoadedState load() {
    return new YamlFileSource(folder).load();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String shown(LoadedState loaded) {
    return loaded.state().clusters().stream()
        .map(it -> it.name() + ": " + names(List.copyOf(it.namespaces())))
        .collect(Collectors.joining("; "));
  }

  private static String names(List<NamespaceName> names) {
    return names.stream().map(NamespaceName::value).collect(Collectors.joining(" "));
  }
}

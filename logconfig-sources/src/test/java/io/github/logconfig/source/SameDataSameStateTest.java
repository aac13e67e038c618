package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One tree, read as a directory, as a bundle, and from a server. */
class SameDataSameStateTest {

  private static final Path EXAMPLE = Path.of("../examples/app-interface");

  @TempDir private Path folder;

  @Test
  void loadsEqualStatesFromAllSources() throws IOException {
    assertSame(EXAMPLE);
    LoadedState state = new AppInterfaceDirectorySource(EXAMPLE).load();
    assertThat(state.problems()).isEmpty();
    assertThat(state.state().clusters()).hasSize(3);
    assertThat(state.labels()).hasSize(3);
  }

  @Test
  void ownersOfTheAppOwnTheNamespaceAndCauseNoProblem() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(root, "c.yml", cluster("stage-01") + "dynatraceEnvironment: {$ref: /dt.yml}\n");
    String app = "$schema: /app-sre/app-1.yml\n";
    write(
        root, "pay.yml", app + "name: pay\nserviceOwners: [{name: Ann}, {name: Bob, email: b@x}]");
    write(
        root,
        "big.yml",
        app + "serviceOwners: [{name: A}, {name: B}, {name: C}, {name: D}, {name: E}]\n");
    for (String name : List.of("pay", "big", "odd", "none")) {
      String of = "enableDynatraceLogging: true\napp: {$ref: /" + name + ".yml}\n";
      write(root, "ns-" + name + ".yml", namespace(name, "/c.yml", of));
    }

    Path bundle = folder.resolve("bundle.json");
    Files.writeString(bundle, new AppInterfaceData(root).bundle());
    write(root, "odd.yml", app + "name: odd\nserviceOwners: {no: list}\nname: twice\n");
    for (DesiredStateSource source :
        List.of(new AppInterfaceDirectorySource(root), new BundleSource(bundle))) {
      LoadedState loaded = source.load();
      assertThat(loaded.problems()).isEmpty();
      DesiredCluster cluster = loaded.state().clusters().get(0);
      assertThat(cluster.locations().owner(new NamespaceName("pay"))).contains("Ann, Bob");
      assertThat(cluster.locations().owner(new NamespaceName("big")))
          .contains("A, B, C and 2 more");
      assertThat(cluster.locations().owner(new NamespaceName("none"))).isEmpty();
      assertThat(cluster.locations().owner(new NamespaceName("odd")))
          .isEqualTo(source instanceof BundleSource ? Optional.empty() : Optional.of("odd"));
    }
  }

  @Test
  void leavesOutTheSameClustersInAllSources() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(root, "c1.yml", cluster("stage-01") + "dynatraceEnvironment: {$ref: /dt.yml}\n");
    write(root, "c2.yml", cluster("stage-02") + "dynatraceEnvironment: {$ref: /dt.yml}\n");
    write(root, "c3.yml", cluster("stage-03"));
    write(
        root,
        "c4.yml",
        cluster("stage-04")
            + "dynatraceEnvironment: {$ref: /dt.yml}\ndisable: {integrations: [logconfig]}\n");
    write(root, "n1.yml", namespace("'*'", "/c1.yml", "enableDynatraceLogging: true\n"));
    write(root, "n2.yml", namespace("a", "/c2.yml", "enableDynatraceLogging: true\n"));
    write(root, "n3.yml", namespace("b", "/c3.yml", "enableDynatraceLogging: true\n"));
    write(root, "n6.yml", namespace("unsaid", "/c2.yml", ""));
    write(root, "n4.yml", namespace("c", "/c4.yml", "enableDynatraceLogging: true\n"));
    write(
        root, "n5.yml", namespace("d", "/c2.yml", "enableDynatraceLogging: true\ndelete: true\n"));

    assertSame(root);
    assertThat(new AppInterfaceDirectorySource(root).load().state().clusters())
        .extracting(cluster -> cluster.name() + " " + cluster.namespaces())
        .containsExactly("stage-02 [a]");
  }

  @Test
  void skipsDisabledClustersInAllSources() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(
        root,
        "frozen.yml",
        """
        $schema: /openshift/cluster-integrations-1.yml
        name: frozen
        integrations: [logconfig]
        """);
    String environment = "dynatraceEnvironment: {$ref: /dt.yml}\n";
    write(root, "c1.yml", cluster("stage-01") + environment + "disable: {$ref: /frozen.yml}\n");
    write(root, "c2.yml", cluster("stage-02") + environment);
    write(root, "n1.yml", namespace("a", "/c1.yml", "enableDynatraceLogging: true\n"));

    assertSame(root);
    assertThat(new AppInterfaceDirectorySource(root).load().state().clusters())
        .extracting(cluster -> cluster.name().value())
        .containsExactly("stage-02");
  }

  /** The cluster's reference as it was designed, and not as it is usual. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loadsAnEqualStateFromTheOriginalSchema(boolean introspection) throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(root, "c1.yml", cluster("stage-01") + "dynatrace: {$ref: /dt.yml}\n");
    write(root, "n1.yml", namespace("a", "/c1.yml", "enableDynatraceLogging: true\n"));
    LoadedState directory = new AppInterfaceDirectorySource(root).load();
    assertThat(directory.state().clusters()).hasSize(1);

    try (QontractEngine server =
        new QontractEngine(new AppInterfaceData(root), "dynatrace", introspection)) {
      LoadedState loaded = GraphQlSource.of(server.graphql(), Optional.empty()).load();

      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.state()).isEqualTo(directory.state());
      String query = "POST /x/graphqlsha/" + QontractServer.SHA;
      assertThat(server.requests())
          .containsExactly(
              "GET /x/sha256", query, query, query, "GET /x/git-commit-info/" + QontractServer.SHA);
    }
  }

  @Test
  void loadsTheTargetFromEverySource() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    String environment = "dynatraceEnvironment: {$ref: /dt.yml}\n";
    write(
        root,
        "c1.yml",
        cluster("stage-01")
            + environment
            + "target: kubernetes-cluster\nkubernetesCluster: {uid: 0123-ab}\n");
    write(root, "c2.yml", cluster("stage-02") + environment + "target: host-group\n");
    write(root, "c3.yml", cluster("stage-03") + environment);
    write(root, "n1.yml", namespace("a", "/c1.yml", "enableDynatraceLogging: true\n"));
    LoadedState directory = new AppInterfaceDirectorySource(root).load();

    assertThat(directory.problems()).isEmpty();
    assertThat(directory.state().clusters())
        .extracting(it -> it.name() + " " + it.target() + " " + it.kubernetesClusterUid())
        .containsExactly(
            "stage-01 KUBERNETES_CLUSTER Optional[0123-ab]",
            "stage-02 HOST_GROUP Optional.empty",
            "stage-03 HOST_GROUP Optional.empty");
    AppInterfaceData data = new AppInterfaceData(root);
    assertThat(
            new BundleSource(Files.writeString(folder.resolve("data.json"), data.bundle()))
                .load()
                .state())
        .isEqualTo(directory.state());
    try (QontractEngine server = new QontractEngine(data, "dynatraceEnvironment", true, true)) {
      assertThat(GraphQlSource.of(server.graphql(), Optional.empty()).load().state())
          .isEqualTo(directory.state());
      String query = "POST /x/graphqlsha/" + QontractServer.SHA;
      assertThat(server.requests())
          .containsExactly(
              "GET /x/sha256", query, query, "GET /x/git-commit-info/" + QontractServer.SHA);
    }
  }

  @Test
  void leavesOutClusterWithInvalidTarget() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(
        root,
        "c1.yml",
        cluster("stage-01") + "dynatraceEnvironment: {$ref: /dt.yml}\ntarget: cluster\n");
    LoadedState directory = new AppInterfaceDirectorySource(root).load();

    assertThat(directory.state().clusters()).isEmpty();
    assertThat(directory.problems())
        .extracting(Problem::message)
        .containsExactly("target \"cluster\" is not host-group or kubernetes-cluster");
  }

  @Test
  void reportsUnknownSchemas() throws IOException {
    try (QontractEngine server =
        new QontractEngine(new AppInterfaceData(EXAMPLE), "somethingElse", true)) {
      LoadedState loaded = GraphQlSource.of(server.graphql(), Optional.empty()).load();

      assertThat(loaded.state().clusters()).isEmpty();
      assertThat(loaded.problems())
          .extracting(Problem::message)
          .allMatch(it -> it.startsWith("the server reports the error "))
          .allMatch(it -> it.contains("dynatraceEnvironment"))
          .hasSize(1);
    }
  }

  @Test
  void leavesOutOnlyTheClusterOfAnError() throws IOException {
    Path root = folder.resolve("tree");
    write(root, "dt.yml", environment("staging"));
    write(root, "c1.yml", cluster("stage-01") + "dynatraceEnvironment: {$ref: /dt.yml}\n");
    write(root, "c2.yml", cluster("stage-02") + "dynatraceEnvironment: {$ref: /dt.yml}\n");
    write(root, "n1.yml", namespace("a", "/c1.yml", "enableDynatraceLogging: 'maybe'\n"));
    write(root, "n2.yml", namespace("b", "/c2.yml", "enableDynatraceLogging: true\n"));

    try (QontractEngine server =
        new QontractEngine(new AppInterfaceData(root), "dynatraceEnvironment", true)) {
      LoadedState loaded = GraphQlSource.of(server.graphql(), Optional.empty()).load();

      assertThat(loaded.problems())
          .extracting(Problem::message)
          .allMatch(it -> it.endsWith(" in \"/c1.yml\""))
          .hasSize(1);
      assertThat(loaded.state()).isEqualTo(new AppInterfaceDirectorySource(root).load().state());
      assertThat(loaded.state().clusters()).hasSize(1);
    }
  }

  /** Only the directory knows lines. */
  private static List<Optional<String>> files(LoadedState loaded, Path tree) {
    return loaded.state().clusters().stream()
        .map(DesiredCluster::locations)
        .flatMap(
            it ->
                Stream.concat(
                    Stream.of(it.cluster()),
                    Stream.of("a", "b", "unsaid")
                        .map(name -> it.namespace(NamespaceName.of(name)))))
        .map(it -> it.map(location -> location.name().replace(tree + "/", "/")))
        .toList();
  }

  /** Returns a problem without lines, and with files as paths from the data directory. */
  private static String shown(Problem problem, Path tree) {
    return (problem.location().name() + " " + problem.message()).replace(tree + "/", "/");
  }

  private void assertSame(Path tree) throws IOException {
    LoadedState directory = new AppInterfaceDirectorySource(tree).load();
    AppInterfaceData data = new AppInterfaceData(tree);
    Path bundleFile = Files.writeString(folder.resolve("data.json"), data.bundle());
    LoadedState bundle = new BundleSource(bundleFile).load();
    LoadedState graphql;
    try (QontractEngine server = new QontractEngine(data, "dynatraceEnvironment", true)) {
      graphql = GraphQlSource.of(server.graphql(), Optional.empty()).load();
    }

    for (LoadedState other : new LoadedState[] {bundle, graphql}) {
      assertThat(other.state()).isEqualTo(directory.state());
      assertThat(files(other, tree)).isEqualTo(files(directory, tree));
      assertThat(other.labels()).isEqualTo(directory.labels());
      assertThat(other.problems())
          .extracting(problem -> shown(problem, tree))
          .containsExactlyElementsOf(
              directory.problems().stream().map(problem -> shown(problem, tree)).toList());
      assertThat(other.warnings())
          .extracting(problem -> shown(problem, tree))
          .containsExactlyElementsOf(
              directory.warnings().stream().map(problem -> shown(problem, tree)).toList());
      assertThat(other.problems())
          .extracting(Problem::cluster)
          .containsExactlyElementsOf(directory.problems().stream().map(Problem::cluster).toList());
      assertThat(other.revision().gitCommit()).contains(AppInterfaceData.COMMIT);
    }
    assertThat(directory.revision().isKnown()).isFalse();
  }

  private static String environment(String name) {
    return "$schema: /dependencies/dynatrace-environment-1.yml\nname: "
        + name
        + "\nenvironmentUrl: https://abc12345.live.dynatrace.com\n";
  }

  private static String cluster(String name) {
    return "$schema: /openshift/cluster-1.yml\nlabels: {}\nname: " + name + "\n";
  }

  private static String namespace(String name, String cluster, String more) {
    return "$schema: /openshift/namespace-1.yml\nname: "
        + name
        + "\ncluster: {$ref: "
        + cluster
        + "}\n"
        + more;
  }

  private static void write(Path root, String path, String text) throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve(path), text);
  }
}

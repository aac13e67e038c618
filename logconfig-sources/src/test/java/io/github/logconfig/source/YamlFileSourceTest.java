package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileSourceTest {

  private static final String ENVIRONMENTS =
      """
      environments:
        - name: staging
          url: https://abc12345.live.dynatrace.com
      """;

  @TempDir private Path folder;

  @Test
  void readsEnvironmentsAndClustersWithTheirDefaults() throws IOException {
    LoadedState loaded =
        load(
            ENVIRONMENTS
                + """
                clusters:
                  - name: app-sre-stage-01
                    environment: staging
                    namespaces: [glitchtip-stage, github-mirror-stage]
                  - name: off
                    environment: staging
                    hostGroup: other-group
                    policy: exclusive
                    namespaces: []
                """);

    assertThat(loaded.problems()).isEmpty();
    DesiredCluster first = loaded.state().clusters().get(0);
    assertThat(first.hostGroup()).hasToString("app-sre-stage-01");
    assertThat(first.policy()).isEqualTo(Policy.ADDITIVE);
    assertThat(first.namespaces())
        .extracting(Object::toString)
        .containsExactly("github-mirror-stage", "glitchtip-stage");
    DesiredCluster second = loaded.state().clusters().get(1);
    assertThat(second.name()).hasToString("off");
    assertThat(second.hostGroup()).hasToString("other-group");
    assertThat(second.policy()).isEqualTo(Policy.EXCLUSIVE);
    assertThat(second.namespaces()).isEmpty();
  }

  @Test
  void reportsAllProblemsAndKeepsValidClusters() throws IOException {
    LoadedState loaded =
        load(
            ENVIRONMENTS
                + """
                  - name: production
                    url: http://xyz12345.live.dynatrace.com
                clusters:
                  - name: sound
                    environment: staging
                    namespaces: [a]
                  - name: wildcard
                    environment: staging
                    namespaces:
                      - "*"
                      - Not_A_Label
                  - name: elsewhere
                    environment: nowhere
                    namespaces: []
                  - name: thief
                    environment: staging
                    hostGroup: sound
                    namespaces: []
                  - name: sound
                    environment: staging
                    hostGroup: again
                    namespaces: []
                  - environment: staging
                    namespaces: a
                  - name: typo
                    environment: staging
                    namespace: [a]
                """);

    assertThat(loaded.problems())
        .extracting(problem -> problem.location().line() + " " + problem.message())
        .containsExactly(
            "5 environment URL \"http://xyz12345.live.dynatrace.com\" is not an https URL such as"
                + " https://abc12345.live.dynatrace.com, without user, query or fragment",
            "13 namespace \"*\" is not a DNS label (1 to 63 lower-case letters, digits or '-', no"
                + " '-' at either end)",
            "14 namespace \"Not_A_Label\" is not a DNS label (1 to 63 lower-case letters, digits or"
                + " '-', no '-' at either end)",
            "15 the cluster refers to the unknown environment nowhere",
            "18 host group sound of cluster thief already belongs to cluster sound at "
                + file()
                + ":7",
            "22 cluster sound is already defined at " + file() + ":7",
            "26 a cluster has no name",
            "27 namespaces must be a list, not the text \"a\"",
            "28 a cluster has no namespaces; expected a list, which may be empty",
            "30 unknown key \"namespace\" of a cluster; known are environment, hostGroup,"
                + " kubernetesCluster, labels, name, namespaces, owner, policy, target");
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name().value())
        .containsExactly("sound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | :0 the file is empty",
        "`[]` | :1 the desired state must be a mapping, not a list",
        "`clusters: []` | :1 the desired state has no environments; expected a list, which may be"
            + " empty",
        "`a: [` | :1 invalid YAML:",
        "`a: 1\\na: 2` | :2 key \"a\" is defined more than once",
        "`a: 1\\n---\\nb: 2` | :3 a second document starts here; expected one",
        "`environments: [{name: 12, url: x}]\\n"
            + "clusters: []` | :1 name of an environment must be text, not the number \"12\"; put"
            + " it in quotes",
        "`environments: [{name: true, url: x}]\\nclusters: []` | :1 name of an environment must be"
            + " text, not the boolean \"true\"; put it in quotes",
        "`environments: []\\n\\tclusters: []` | :2 invalid YAML: ",
        "`<<: {environments: []}` | :1 the merge key << is not part of YAML 1.2",
        "`environments: *nobody` | :1 invalid YAML: ",
        "`%YAML 1.1\\n---\\nenvironments: []\\nclusters: []\\nx: yes` | :5 unknown key \"x\"",
        "`environments: !!java.net.URL [x]\\nclusters: []` | :1 an environment must be a mapping",
        "`environments: []\\nclusters: [text]` | :2 a cluster must be a mapping, not the text",
      })
  void reportsTheLineOfInvalidContent(String text, String expected) throws IOException {
    assertThat(load(text.replace("\\n", "\n").replace("\\t", "\t")).problems())
        .extracting(problem -> ":" + problem.location().line() + " " + problem.message())
        .anyMatch(problem -> problem.startsWith(expected), "begins with " + expected);
  }

  @Test
  void reportsUnreadableFiles() throws IOException {
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});

    assertThat(new YamlFileSource(folder.resolve("absent.yaml")).load().problems())
        .extracting(Problem::message)
        .containsExactly("the file does not exist");
    assertThat(new YamlFileSource(binary).load().problems())
        .extracting(Problem::message)
        .containsExactly("the file is not UTF-8 text");
    assertThat(new YamlFileSource(folder).load().problems()).hasSize(1);
  }

  @Test
  void ignoresByteOrderMarkAndLineSeparators() throws IOException {
    String plain = ENVIRONMENTS + cluster("c");

    for (String text : List.of("\ufeff" + plain, plain.replace("\n", "\r\n"))) {
      assertThat(load(text).problems()).isEmpty();
      assertThat(load(text).state()).isEqualTo(load(plain).state());
    }
    Files.write(file(), plain.getBytes(StandardCharsets.UTF_16));
    assertThat(new YamlFileSource(file()).load().problems())
        .extracting(Problem::message)
        .containsExactly("the file is not UTF-8 text");
  }

  @Test
  void reportsCyclicLinks() throws IOException {
    Files.createDirectories(folder.resolve("teams"));
    Files.createSymbolicLink(folder.resolve("teams/up"), folder);
    Files.createSymbolicLink(folder.resolve("teams/self.yaml"), Path.of("self.yaml"));
    write("teams/a.yaml", cluster("a"));

    LoadedState loaded = load("include: [teams]\n" + ENVIRONMENTS);

    assertThat(loaded.state().clusters()).hasSize(1);
    assertThat(loaded.problems())
        .extracting(Problem::message)
        .containsExactly(
            "include \"teams\" has " + folder + "/teams/self.yaml, which is not a regular file");
  }

  @Test
  void reportsHostileFiles() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(load(bomb.toString()).problems()).isNotEmpty();
    assertThat(load("[".repeat(100_000)).problems()).hasSize(1);
  }

  @Test
  void includesFilesAndDirectoriesOnce() throws IOException {
    Files.createDirectories(folder.resolve("teams/deep"));
    write("environments.yml", ENVIRONMENTS);
    write("teams/a.yaml", cluster("a") + "    labels: {team: app-sre}\n");
    write("teams/deep/b.yaml", "include: [c.yaml]\n" + cluster("b"));
    write("teams/deep/c.yaml", "include: [b.yaml]\n" + cluster("c"));
    write("teams/README.md", "not read");

    LoadedState loaded = load("include: [teams, environments.yml, teams/a.yaml]\n" + cluster("d"));

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name().value())
        .containsExactly("d", "a", "b", "c");
    assertThat(loaded.labels())
        .containsExactly(Map.entry(new ClusterName("a"), Map.of("team", "app-sre")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`../secret.yaml` | include \"../secret.yaml\" must be a path below this file, without ..",
        "`/etc/passwd` | include \"/etc/passwd\" must be a path below this file, without ..",
        "`a/../../x` | include \"a/../../x\" must be a path below this file, without ..",
        "`none.yaml` | include \"none.yaml\" does not exist",
        "`link.yaml` | include \"link.yaml\" is outside the directory",
        "`linked` | include \"linked\" is outside the directory",
        "`holds-a-link` | include \"holds-a-link\" is outside the directory",
        "`` | include \"\" must be a path below this file",
        "`{a: b}` | a path to include must be text, not a mapping",
      })
  void includesNothingFromOutside(String path, String expected, @TempDir Path outside)
      throws IOException {
    Path secret = Files.writeString(outside.resolve("secret.yaml"), cluster("secret"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), secret);
    Files.createSymbolicLink(folder.resolve("linked"), outside);
    Files.createDirectories(folder.resolve("holds-a-link"));
    Files.createSymbolicLink(folder.resolve("holds-a-link/x.yaml"), secret);
    String item = path.startsWith("{") ? path : "\"" + path + "\"";

    LoadedState loaded = load("include: [" + item + "]\n");

    assertThat(loaded.problems())
        .hasSize(1)
        .allSatisfy(problem -> assertThat(problem.location().line()).isEqualTo(1))
        .allSatisfy(problem -> assertThat(problem.message()).startsWith(expected));
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void knowsWhereClustersAndNamespacesAreDefined() throws IOException {
    write(
        "pay.yaml",
        """
        clusters:
          - name: prod-1
            environment: staging
            namespaces:
              - shop
              # retries need logs
              - pay
              - shop
        """);

    DesiredCluster cluster = load("include: [pay.yaml]\n" + ENVIRONMENTS).state().clusters().get(0);

    String file = folder + "/pay.yaml";
    assertThat(cluster.locations().cluster()).contains(new SourceLocation(file, 2));
    assertThat(cluster.locations().namespace(new NamespaceName("shop")))
        .contains(new SourceLocation(file, 5));
    assertThat(cluster.locations().namespace(new NamespaceName("pay")))
        .hasToString("Optional[" + file + ":7]");
    assertThat(cluster.locations().namespace(new NamespaceName("other"))).isEmpty();
  }

  @Test
  void namesAFileInOneFormHoweverItIsGiven() {
    Path working = Path.of("").toAbsolutePath();
    for (String given :
        List.of(
            "no/such.yaml",
            "./no/such.yaml",
            "no/../no//./such.yaml",
            "../" + working.getFileName() + "/no/such.yaml",
            working + "/no/such.yaml",
            working + "/./no/such.yaml")) {
      Path file = Path.of(given);
      for (DesiredStateSource source :
          List.of(
              new YamlFileSource(file),
              new BundleSource(file),
              new AppInterfaceDirectorySource(file))) {
        assertThat(source.load().problems())
            .as(given)
            .extracting(problem -> problem.location().name())
            .containsOnly("no/such.yaml");
      }
    }
    assertThat(YamlFile.location(Path.of("./../x/./a.yaml")).name()).isEqualTo("../x/a.yaml");
    assertThat(YamlFile.location(Path.of("/x/../y/a.yaml")).name()).isEqualTo("/y/a.yaml");
    assertThat(YamlFile.location(Path.of(".")).name()).isEqualTo(".");
  }

  @Test
  void reportsTheIncludedFile() throws IOException {
    write("other.yaml", "clusters:\n  - name: '*'\n    environment: staging\n    namespaces: []\n");

    assertThat(load("include: [other.yaml]\n" + ENVIRONMENTS).problems())
        .extracting(Problem::toString)
        .allMatch(problem -> problem.startsWith(folder + "/other.yaml:2: cluster name \"*\""));
  }

  @Test
  void limitsIncludesAndProblems() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("chain" + i + ".yaml", "include: [chain" + (i + 1) + ".yaml]\n");
    }
    Path first = folder.resolve("chain0.yaml");
    assertThat(new YamlFileSource(first, new Limits(100, 1_000, 3, 5, 100)).load().problems())
        .extracting(Problem::message)
        .containsExactly("includes are nested deeper than 3");
    assertThat(new YamlFileSource(first, new Limits(3, 1_000, 100, 5, 100)).load().problems())
        .extracting(Problem::message)
        .containsExactly("more than 3 files are included");

    String flood =
        cluster("c").replace("[x]", "[" + "'*',\n".repeat(Problems.MAX_ENTRIES + 10) + "]");
    assertThat(load(ENVIRONMENTS + flood).problems())
        .hasSize(Problems.MAX_ENTRIES + 1)
        .last()
        .extracting(Problem::message)
        .isEqualTo("more than 10000 problems; the others are omitted");
  }

  @Test
  void quotesTextOfTenants() throws IOException {
    for (String name :
        List.of(
            "'*'",
            "'a*'",
            "a.b",
            "'a, b'",
            "'[a]'",
            "\"a\\nb\"",
            "'`code`'",
            "'<b>'",
            "'../x'",
            "'a/b'",
            "off_",
            "'#'",
            "'{{ x }}'",
            "'a: b'")) {
      LoadedState loaded =
          load(
              ENVIRONMENTS + cluster("c").replace("namespaces: [x]", "namespaces: [" + name + "]"));
      assertThat(loaded.state().clusters()).as(name).isEmpty();
      assertThat(loaded.problems()).as(name).hasSize(1);
      assertThat(loaded.problems().get(0).message())
          .startsWith("namespace \"")
          .doesNotContain("\n");
    }
  }

  @Test
  void readsTheKubernetesClusterOfACluster() throws IOException {
    LoadedState loaded =
        load(
            ENVIRONMENTS
                + """
                clusters:
                  - name: a
                    environment: staging
                    kubernetesCluster: {uid: 6C12A3B5-6d9e-4d57-9a2f-0b1c2d3e4f50, name: Stage 01}
                    namespaces: []
                  - {name: b, environment: staging, kubernetesCluster: {name: b2}, namespaces: []}
                """);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .extracting(it -> it.kubernetesClusterUid() + " " + it.kubernetesClusterName())
        .containsExactly(
            "Optional[6c12a3b5-6d9e-4d57-9a2f-0b1c2d3e4f50] Optional[Stage 01]",
            "Optional.empty Optional[b2]");
  }

  @Test
  void loadsTarget() throws IOException {
    LoadedState loaded =
        load(
            ENVIRONMENTS
                + """
                clusters:
                  - {name: a, environment: staging, target: kubernetes-cluster, namespaces: []}
                  - {name: b, environment: staging, target: host-group, namespaces: []}
                  - {name: c, environment: staging, target: node, namespaces: []}
                """);

    assertThat(loaded.state().clusters())
        .extracting(it -> it.name() + " " + it.target())
        .containsExactly("a KUBERNETES_CLUSTER", "b HOST_GROUP");
    assertThat(loaded.problems())
        .extracting(Problem::message)
        .containsExactly("target \"node\" is not host-group or kubernetes-cluster");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{}` | kubernetesCluster has neither uid nor name",
        "`x` | kubernetesCluster must be a mapping, not the text \"x\"",
        "`{uid: 12}` | uid of kubernetesCluster must be text, not the number \"12\"; put it in"
            + " quotes",
        "`{uid: 'a b'}` | Kubernetes cluster UID \"a b\" is not the UID of the namespace"
            + " kube-system",
        "`{name: ''}` | name of the Kubernetes cluster \"\" is not 1 to 500 printable characters",
        "`{id: x}` | unknown key \"id\" of kubernetesCluster; known are name, uid",
      })
  void reportsInvalidKubernetesClusters(String value, String expected) throws IOException {
    LoadedState loaded =
        load(ENVIRONMENTS + cluster("c") + "    kubernetesCluster: " + value + "\n");

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.problems())
        .anySatisfy(problem -> assertThat(problem.message()).startsWith(expected))
        .allSatisfy(problem -> assertThat(problem.location().line()).isEqualTo(8))
        .allSatisfy(problem -> assertThat(problem.cluster()).contains(new ClusterName("c")))
        .allSatisfy(problem -> assertThat(problem.hostGroup()).contains(new HostGroupName("c")));
  }

  @Test
  void reportsTwoEnvironmentsWithOneUrl() throws IOException {
    LoadedState loaded =
        load(
            """
            environments:
              - {name: e1, url: "https://abc12345.live.dynatrace.com"}
              - {name: e2, url: "https://ABC12345.apps.dynatrace.com:443/"}
            clusters:
              - {name: a, environment: e1, hostGroup: hg, namespaces: [one]}
              - {name: b, environment: e2, hostGroup: hg, namespaces: [two]}
            """);

    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .contains(
            file()
                + ":3: environment e2 has the same URL as environment e1 at "
                + file()
                + ":2 (https://abc12345.live.dynatrace.com); expected one name for one"
                + " environment");
    assertThat(loaded.state().clusters()).hasSize(1);
  }

  @Test
  void assignsProblemsToClusters() throws IOException {
    LoadedState loaded =
        load(
            ENVIRONMENTS
                + """
                clusters:
                  - {name: out, environment: staging, hostGroup: hg, namespaces: ['*']}
                  - {name: present, environment: staging, namespaces: [], other: x}
                  - {environment: staging, namespaces: []}
                """);

    assertThat(loaded.problems())
        .extracting(it -> it.location().line() + " " + it.cluster() + " " + it.hostGroup())
        .containsExactly(
            "5 Optional[out] Optional[hg]",
            "6 Optional[present] Optional[present]",
            "7 Optional.empty Optional.empty");
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name().value())
        .containsExactly("present");
  }

  @Test
  void warnsOfTextThatYaml11ReadsDifferently() throws IOException {
    LoadedState loaded =
        load(ENVIRONMENTS + cluster("off").replace("[x]", "[no, 2026-01-31, 'yes', on-call]"));

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters().get(0).namespaces())
        .hasToString("[2026-01-31, no, on-call, yes]");
    assertThat(loaded.warnings())
        .extracting(problem -> problem.location().line() + " " + problem.message())
        .containsExactly(
            "5 name of a cluster: YAML 1.1 reads \"off\" as a boolean; put it in quotes",
            "7 a namespace: YAML 1.1 reads \"2026-01-31\" as a date; put it in quotes",
            "7 a namespace: YAML 1.1 reads \"no\" as a boolean; put it in quotes");
  }

  @Test
  void reportsTooManyAliases() throws IOException {
    assertThat(
            load("environments: [&e {name: a, url: b}" + ", *e".repeat(51) + "]\nclusters: []\n")
                .problems())
        .extracting(Problem::message)
        .containsExactly("more than 50 aliases of lists or mappings; write them out");
  }

  @Test
  void readsFilesOfAnySize() throws IOException {
    StringBuilder text = new StringBuilder(ENVIRONMENTS).append("clusters:\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("- {name: c" + i + ", environment: staging, namespaces: [a, b]}\n");
      text.append("# ").append("x".repeat(10_000)).append('\n');
    }

    LoadedState loaded = load(text.toString());

    assertThat(Files.size(file())).isGreaterThan(20_000_000);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters()).hasSize(2_000);
  }

  @Test
  void limitsWhatIsKept() throws IOException {
    Limits limits = new Limits(10, 2_000, 10, 5, 20);
    Path many = file();
    Files.writeString(
        many, ENVIRONMENTS + cluster("c").replace("[x]", "[" + "a, ".repeat(20) + "]"));
    assertThat(new YamlFileSource(many, limits).load().problems())
        .extracting(Problem::message)
        .containsExactly("more than 20 values");

    Path wide = folder.resolve("wide.yaml");
    Files.writeString(wide, "environments: []\nclusters: []\nother: " + "x".repeat(10_000));
    assertThat(new YamlFileSource(wide, limits).load().problems())
        .extracting(Problem::message)
        .containsExactly("a value is longer than 2000 characters");
  }

  @Test
  void keepsNothingOfInvalidYaml() throws IOException {
    LoadedState loaded = load(ENVIRONMENTS + cluster("c") + cluster("*") + "  - [\n");

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.state().environments()).isEmpty();
    assertThat(loaded.problems())
        .extracting(Problem::message)
        .hasSize(1)
        .allMatch(message -> message.startsWith("invalid YAML: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusters: [{name: a, environment: staging, namespaces: &n [x]},"
            + " {name: b, environment: staging, namespaces: *n}]",
        "clusters: &c [{name: a, environment: staging, namespaces: [x]},"
            + " {name: b, environment: staging, namespaces: [x]}]",
      })
  void readsAnchorsAndAliases(String clusters) throws IOException {
    LoadedState loaded = load(clusters + "\n" + ENVIRONMENTS);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name() + " " + cluster.namespaces())
        .containsExactly("a [x]", "b [x]");
  }

  /** With steps of a fixed size each of these would take minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"%s", "\"%s\"", "'%s'", "|\n  %s", ">\n  %s", "1 # %s"})
  @Timeout(60)
  void readsALongScalarInLinearTime(String form) throws IOException {
    String text = form.replace("%s", "x".repeat(12_000_000));

    assertThat(load(ENVIRONMENTS + "clusters: []\nother: " + text + "\n").problems())
        .extracting(Problem::message)
        .hasSize(1)
        .allMatch(message -> message.startsWith("unknown key \"other\""));
  }

  private static String cluster(String name) {
    return "clusters:\n  - name: " + name + "\n    environment: staging\n    namespaces: [x]\n";
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(folder.resolve(path), text, StandardCharsets.UTF_8);
  }

  private LoadedState load(String text) throws IOException {
    Files.writeString(file(), text, StandardCharsets.UTF_8);
    return new YamlFileSource(file()).load();
  }

  private Path file() {
    return folder.resolve("desired.yaml");
  }
}

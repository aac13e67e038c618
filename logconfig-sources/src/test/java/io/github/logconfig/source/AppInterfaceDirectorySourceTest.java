package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AppInterfaceDirectorySourceTest {

  private static final String INTEGRATIONS =
      "$schema: /openshift/cluster-integrations-1.yml\nlabels: {}\n";

  @TempDir private Path root;

  @Test
  void joinsNamespacesClustersAndEnvironments() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "stage-02", "dynatrace: {$ref: /dt/staging.yml}");
    cluster("/c3.yml", "not-ours", "");
    namespace("/n1.yml", "b-stage", "/c1.yml", "enableDynatraceLogging: true");
    namespace("/n2.yml", "a-stage", "/c1.yml", "enableDynatraceLogging: true");
    namespace("/n3.yml", "silent", "/c1.yml", "enableDynatraceLogging: false");
    namespace("/n4.yml", "unsaid", "/c1.yml", "");
    namespace("/n5.yml", "gone", "/c1.yml", "enableDynatraceLogging: true\ndelete: true");
    write("/other.yml", "$schema: /app-sre/app-1.yml\nname: unrelated\n");

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .extracting(DesiredCluster::toString)
        .hasSize(2)
        .first()
        .asString()
        .contains("stage-01", "[a-stage, b-stage]");
    assertThat(loaded.state().clusters().get(1).namespaces()).isEmpty();
    SourceLocations locations = loaded.state().clusters().get(0).locations();
    assertThat(locations.cluster()).hasToString("Optional[" + root + "/c1.yml:1]");
    assertThat(locations.namespace(new NamespaceName("a-stage")))
        .hasToString("Optional[" + root + "/n2.yml:4]");
    assertThat(locations.namespace(new NamespaceName("silent")))
        .hasToString("Optional[" + root + "/n3.yml:4]");
    assertThat(locations.namespace(new NamespaceName("unsaid")))
        .hasToString("Optional[" + root + "/n4.yml]");
    assertThat(locations.namespace(new NamespaceName("gone"))).isEmpty();
  }

  @Test
  void reportsInvalidReferences() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/unknown.yml", "unknown", "dynatraceEnvironment: {$ref: /dt/none.yml}");
    cluster("/out.yml", "out", "dynatraceEnvironment: {$ref: /../../etc/passwd}");
    cluster("/relative.yml", "relative", "dynatraceEnvironment: {$ref: dt/staging.yml}");
    cluster("/self.yml", "self", "dynatraceEnvironment: {$ref: /self.yml}");
    write("/hop.yml", "$ref: /hop2.yml\n");
    write("/hop2.yml", "$ref: /hop.yml\n");
    cluster("/circle.yml", "circle", "dynatraceEnvironment: {$ref: /hop.yml}");
    cluster("/kind.yml", "kind", "dynatraceEnvironment: {$ref: /out.yml}");
    cluster("/shape.yml", "shape", "dynatraceEnvironment: /dt/staging.yml");

    assertThat(load().problems())
        .extracting(this::relative)
        .containsExactly(
            "/circle.yml:3: $ref \"/hop.yml\" is cyclic: it refers back to itself",
            "/kind.yml:3: $ref \"/out.yml\" has schema"
                + " \"/openshift/cluster-1.yml\", expected"
                + " /dependencies/dynatrace-environment-1.yml",
            "/out.yml:3: $ref \"/../../etc/passwd\" leaves the data directory",
            "/relative.yml:3: $ref \"dt/staging.yml\" must start with / (the data directory)",
            "/self.yml:3: $ref \"/self.yml\" is cyclic: it refers back to /self.yml",
            "/shape.yml:3: dynatraceEnvironment must be a mapping, not the text"
                + " \"/dt/staging.yml\"",
            "/unknown.yml:3: $ref \"/dt/none.yml\" does not exist or cannot be read");
  }

  @Test
  void leavesOutOnlyClustersWithInvalidNamespaces() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "stage-02", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c3.yml", "stage-03", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    namespace("/n1.yml", "'*'", "/c1.yml", "enableDynatraceLogging: true");
    namespace("/n2.yml", "a", "/c2.yml", "enableDynatraceLogging: 'yes'");
    namespace("/n3.yml", "b", "/c2.yml", "enableDynatraceLogging: true");

    LoadedState loaded = load();

    assertThat(loaded.problems())
        .extracting(this::relative)
        .containsExactly(
            "/n1.yml:2: namespace \"*\" is not a DNS label (1 to 63 lower-case letters, digits or"
                + " '-', no '-' at either end)",
            "/n2.yml:4: enableDynatraceLogging must be true or false, not the text \"yes\"");
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name().value())
        .containsExactly("stage-03");
  }

  @Test
  void warnsOfOptInsWithoutEnvironment() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "");
    namespace("/n1.yml", "a", "/c1.yml", "enableDynatraceLogging: true");

    assertThat(load().problems()).isEmpty();
    assertThat(load().warnings())
        .extracting(this::relative)
        .containsExactly(
            "/n1.yml:4: enableDynatraceLogging is set, but cluster \"stage-01\" has no"
                + " dynatraceEnvironment");
  }

  @Test
  void reportsMissingFieldsAndDuplicates() throws IOException {
    environment("/dt/staging.yml", "staging");
    write("/dt/bare.yml", "$schema: /dependencies/dynatrace-environment-1.yml\n");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c3.yml", "stage-03", "dynatraceEnvironment: {$ref: /dt/bare.yml}");
    write(
        "/n1.yml", "$schema: /openshift/namespace-1.yml\nname: a\nenableDynatraceLogging: true\n");

    assertThat(load().problems())
        .extracting(this::relative)
        .containsExactly(
            "/c2.yml:1: cluster stage-01 is already defined at /c1.yml:1",
            "/dt/bare.yml:1: the document has no environmentUrl",
            "/dt/bare.yml:1: the document has no name",
            "/n1.yml:1: the namespace has no cluster");
  }

  @Test
  void readsNothingOutsideTheDirectory(@TempDir Path outside) throws IOException {
    Path secret = Files.writeString(outside.resolve("secret.yml"), "$schema: x\nname: secret\n");
    Files.createSymbolicLink(root.resolve("link.yml"), secret);
    Files.createSymbolicLink(root.resolve("dangling.yml"), outside.resolve("none.yml"));

    assertThat(load().problems())
        .extracting(this::relative)
        .containsExactly(
            "/dangling.yml: the file does not exist",
            "/link.yml: the symbolic link points outside the data directory");
  }

  @Test
  void reportsEmptyOrAbsentDirectories() {
    assertThat(load().problems())
        .extracting(Problem::message)
        .containsExactly("the directory contains no .yml, .yaml or .json file");
    assertThat(new AppInterfaceDirectorySource(root.resolve("absent")).load().problems())
        .extracting(Problem::message)
        .containsExactly("this is not a directory");
  }

  @Test
  void skipsClustersThatDisableTheIntegration() throws IOException {
    environment("/dt/staging.yml", "staging");
    String environment = "dynatraceEnvironment: {$ref: /dt/staging.yml}\n";
    cluster("/c1.yml", "stage-01", environment + "disable: {integrations: [other, logconfig]}");
    cluster("/c2.yml", "stage-02", environment + "disable: {integrations: [other]}");
    cluster("/c3.yml", "stage-03", environment + "disable: {e2eTests: [x]}");
    cluster("/c4.yml", "stage-04", environment + "disable: {integrations: logconfig}");
    namespace("/n1.yml", "a", "/c1.yml", "enableDynatraceLogging: true");

    assertThat(names(load())).containsExactly("stage-02", "stage-03");
    assertThat(load().problems())
        .extracting(this::relative)
        .containsExactly(
            "/c4.yml:4: disable.integrations must be a list, not the text \"logconfig\"");
    assertThat(names(new AppInterfaceDirectorySource(root, "other").load()))
        .containsExactly("stage-03");
  }

  @Test
  void carriesTheLabelsOfClusters() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster(
        "/c1.yml",
        "stage-01",
        "labels: {team: app-sre, off: 'no'}\ndynatraceEnvironment: {$ref: /dt/staging.yml}");

    assertThat(load().labels())
        .containsExactly(
            Map.entry(new ClusterName("stage-01"), Map.of("team", "app-sre", "off", "no")));
  }

  @Test
  void reportsHostileTrees() throws Exception {
    Limits limits = new Limits(3, 1_000, 10, 5, 100);
    write("/deep.yml", "a: " + "[".repeat(20) + "]".repeat(20));
    write("/large.yml", "a: " + "x".repeat(3_000));
    assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe.yml").toString()).start().waitFor())
        .isZero();
    LoadedState loaded = new AppInterfaceDirectorySource(root, "logconfig", limits).load();
    assertThat(loaded.problems())
        .extracting(this::relative)
        .containsExactly(
            "/deep.yml:1: invalid YAML: nested deeper than 10",
            "/large.yml: a value is longer than 1000 characters",
            "/pipe.yml: not a regular file");

    write("/one-more.yml", "a: 1");
    assertThat(new AppInterfaceDirectorySource(root, "logconfig", limits).load().problems())
        .extracting(Problem::message)
        .containsExactly("there are more than 3 files");
  }

  @Test
  @Timeout(10)
  void followsAliasesOnce() throws IOException {
    StringBuilder fan = new StringBuilder("a0: &a0 {$ref: /nowhere.yml}\n");
    for (int i = 1; i <= 24; i++) {
      fan.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    write("/fan.yml", fan.toString());
    write("/loop.yml", "a: &a [*a]\n");
    cluster("/c1.yml", "c1", "dynatraceEnvironment: {$ref: /fan.yml}");
    cluster("/c2.yml", "c2", "dynatraceEnvironment: {$ref: /loop.yml}");

    assertThat(load().problems())
        .extracting(Problem::message)
        .hasSize(2)
        .allMatch(message -> message.contains("has schema \"\""));
  }

  @Test
  void reportsLinksToOtherDirectories(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("c.yml"), "$schema: /openshift/cluster-1.yml\n");
    Files.createSymbolicLink(root.resolve("linked"), outside);

    assertThat(load().problems())
        .extracting(this::relative)
        .containsExactly("/linked: the symbolic link points outside the data directory");
  }

  @Test
  void skipsUnreadKeysOnly() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster(
        "/c1.yml",
        "stage-01",
        "spec: &s {a: [1, 2]}\ndynatraceEnvironment: {$ref: /dt/staging.yml}");
    namespace("/n1.yml", "anchored", "/c1.yml", "x: &yes true\nenableDynatraceLogging: *yes");
    namespace(
        "/n2.yml", "repeated", "/c1.yml", "enableDynatraceLogging: true\nspec: 1\nspec: {a: b}");
    namespace("/n3.yml", "merged", "/c1.yml", "<<: {enableDynatraceLogging: true}");
    namespace("/n4.yml", "nested", "/c1.yml", "x: {enableDynatraceLogging: true, x: [{name: y}]}");
    write("/other.yml", "$schema: /app-sre/app-1.yml\na: 1\na: 2\n<<: {b: 1}\n");

    LoadedState loaded = load();

    assertThat(loaded.state().clusters().get(0).namespaces()).hasToString("[anchored, repeated]");
    assertThat(loaded.problems())
        .extracting(this::relative)
        .containsExactly(
            "/n2.yml:6: key \"spec\" is defined more than once",
            "/n3.yml:4: the merge key << is not part of YAML 1.2; copy its entries");
  }

  @Test
  void escapesFileNames() throws IOException {
    write("/a\nERROR: forged.yml", "a: [");

    assertThat(load().problems()).extracting(this::relative).allMatch(it -> !it.contains("\n"));
  }

  @Test
  void readsDisabledIntegrationsByReference() throws IOException {
    environment("/dt/staging.yml", "staging");
    String environment = "dynatraceEnvironment: {$ref: /dt/staging.yml}\n";
    write("/int/frozen.yml", INTEGRATIONS + "name: frozen\nintegrations: [other, logconfig]\n");
    write("/int/other.yml", INTEGRATIONS + "name: other\nintegrations: [other]\n");
    write("/int/none.yml", INTEGRATIONS + "name: none\n");
    cluster("/c1.yml", "frozen", environment + "disable: {$ref: /int/frozen.yml}");
    cluster("/c2.yml", "active", environment + "disable: {$ref: /int/other.yml}");
    cluster("/c3.yml", "dangling", environment + "disable: {$ref: /int/absent.yml}");
    cluster("/c4.yml", "wrong-type", environment + "disable: {$ref: /dt/staging.yml}");
    cluster("/c5.yml", "no-list", environment + "disable: {$ref: /int/none.yml}");
    cluster("/c6.yml", "unknown-form", environment + "disable: {everything: true}");
    cluster("/c7.yml", "two-forms", environment + "disable: {$ref: /int/other.yml, x: y}");
    cluster("/c8.yml", "text", environment + "disable: logconfig");

    LoadedState loaded = load();

    assertThat(names(loaded)).containsExactly("active");
    assertThat(loaded.problems())
        .extracting(problem -> problem.cluster().orElseThrow() + " " + relative(problem))
        .containsExactly(
            "dangling /c3.yml:4: $ref \"/int/absent.yml\" does not exist or cannot be read",
            "wrong-type /c4.yml:4: $ref \"/dt/staging.yml\" has schema"
                + " \"/dependencies/dynatrace-environment-1.yml\", expected"
                + " /openshift/cluster-integrations-1.yml",
            "no-list /c5.yml:4: disable refers to \"/int/none.yml\", which has no integrations",
            "unknown-form /c6.yml:4: unknown form of disable: \"everything\"; expected"
                + " integrations: [NAME], or a reference: {$ref: /path/of/file.yml}",
            "two-forms /c7.yml:4: disable must be a reference: {$ref: /path/of/file.yml}",
            "text /c8.yml:4: disable must be a mapping, not the text \"logconfig\"");
    assertThat(names(new AppInterfaceDirectorySource(root).withIntegration("other").load()))
        .isEmpty();
  }

  @Test
  void ignoresProblemsOfUnusedData() throws IOException {
    environment("/dt/staging.yml", "staging");
    environment("/dt/unusual.yml", "HCP (internal)");
    environment("/dt/same-url.yml", "copy");
    write("/dt/bare.yml", "$schema: /dependencies/dynatrace-environment-1.yml\nname: bare\n");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "unusual name (!)", "labels: {a: 1}\ndisable: whatever");
    namespace("/n1.yml", "'*'", "/c2.yml", "enableDynatraceLogging: 'maybe'");
    namespace("/n2.yml", "'*'", "/c1.yml", "enableDynatraceLogging: false");

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings())
        .extracting(this::relative)
        .containsExactly("/dt/bare.yml:1: the document has no environmentUrl");
    assertThat(names(loaded)).containsExactly("stage-01");
    assertThat(loaded.state().environments())
        .extracting(environment -> environment.name().value())
        .containsExactly("staging");
  }

  @Test
  void reportsTwoUsedEnvironmentsWithOneUrl() throws IOException {
    environment("/dt/a.yml", "a");
    write(
        "/dt/b.yml",
        """
        $schema: /dependencies/dynatrace-environment-1.yml
        name: b
        environmentUrl: https://ABC12345.apps.dynatrace.com:443/ui/
        """);
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/a.yml}");
    cluster("/c2.yml", "stage-02", "dynatraceEnvironment: {$ref: /dt/b.yml}");

    LoadedState loaded = load();

    assertThat(loaded.problems())
        .extracting(problem -> problem.cluster() + " " + relative(problem))
        .containsExactly(
            "Optional.empty /dt/b.yml:1: environment b has the same URL as environment a at"
                + " /dt/a.yml:1 (https://abc12345.live.dynatrace.com); expected one name for one"
                + " environment");
    assertThat(names(loaded)).containsExactly("stage-01");
  }

  @Test
  void leavesOutClustersWithContradictingFiles() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "stage-02", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    namespace("/n1.yml", "a", "/c1.yml", "enableDynatraceLogging: true");
    namespace("/n2.yml", "a", "/c1.yml", "enableDynatraceLogging: false");
    namespace("/n3.yml", "b", "/c2.yml", "enableDynatraceLogging: true");
    namespace("/n4.yml", "b", "/c2.yml", "");
    namespace("/n5.yml", "b", "/c2.yml", "enableDynatraceLogging: false\ndelete: true");

    LoadedState loaded = load();

    assertThat(names(loaded)).containsExactly("stage-02");
    assertThat(loaded.problems())
        .extracting(problem -> problem.cluster().orElseThrow() + " " + relative(problem))
        .containsExactly(
            "stage-01 /n2.yml:4: enableDynatraceLogging of namespace a is false here and true at"
                + " /n1.yml:4; expected one value for a namespace of a cluster");
  }

  @Test
  void skipsHiddenFilesAndDirectories() throws IOException {
    environment("/dt/staging.yml", "staging");
    write("/.hidden.yml", "a: [");
    write("/.github/workflow.yml", "{{ x }}");
    write("/dt/.draft/x.yml", "a: [");

    assertThat(load().problems()).isEmpty();
  }

  @Test
  void readsScalarsAsYaml12AndReportsWhatYaml11ReadsDifferently() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "off", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    namespace("/n1.yml", "a", "/c1.yml", "enableDynatraceLogging: True");
    namespace("/n2.yml", "b", "/c1.yml", "enableDynatraceLogging: TRUE");
    namespace("/n3.yml", "'no'", "/c1.yml", "enableDynatraceLogging: true");
    namespace("/n4.yml", "2026-01-31", "/c2.yml", "enableDynatraceLogging: true");
    namespace("/n5.yml", "0123", "/c2.yml", "enableDynatraceLogging: true");
    namespace("/n6.yml", "0x1f", "/c2.yml", "enableDynatraceLogging: true");
    namespace("/n7.yml", "yes", "/c2.yml", "enableDynatraceLogging: true");
    namespace("/n8.yml", "!foo bar", "/c2.yml", "enableDynatraceLogging: true");

    LoadedState loaded = load();

    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name() + " " + cluster.namespaces())
        .containsExactly("stage-01 [a, b, no]");
    assertThat(loaded.problems())
        .extracting(this::relative)
        .containsExactly(
            "/c2.yml:2: name: YAML 1.1 reads \"off\" as a boolean; put it in quotes",
            "/n4.yml:2: name: YAML 1.1 reads \"2026-01-31\" as a date; put it in quotes",
            "/n5.yml:2: name must be text, not the number \"0123\"; put it in quotes",
            "/n6.yml:2: name must be text, not the number \"0x1f\"; put it in quotes",
            "/n7.yml:2: name: YAML 1.1 reads \"yes\" as a boolean; put it in quotes",
            "/n8.yml:2: name must be text, not \"bar\" with the tag \"!foo\"");
  }

  @Test
  void ignoresAliasesInUnreadFiles() throws IOException {
    environment("/dt/staging.yml", "staging");
    write(
        "/shared.yml",
        "$schema: /openshift/shared-resources-1.yml\nopenshiftResources: [&a {b: c}"
            + ", *a".repeat(200)
            + "]\n");

    assertThat(load().problems()).isEmpty();
  }

  @Test
  void warnsOfMisspelledKeysAndSchemas() throws IOException {
    environment("/dt/staging.yml", "staging");
    cluster("/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    cluster("/c2.yml", "stage-02", "dynatraceEnvironmnet: {$ref: /dt/staging.yml}");
    namespace("/n1.yml", "a", "/c1.yml", "enableDynatraceLoging: true");
    namespace("/n2.yml", "b", "/c1.yml", "enableDynatraceLogging: true\ndeleted: true");
    write(
        "/n3.yml",
        """
        $schema: /openshift/namespaces-1.yml
        name: c
        cluster: {$ref: /c1.yml}
        enableDynatraceLogging: true
        """);
    write("/n4.yml", "name: d\ncluster: {$ref: /c1.yml}\nenableDynatraceLogging: true\n");
    write("/unrelated.yml", "name: e\ncluster: {$ref: /c1.yml}\n");
    write("/other.yml", "$schema: /openshift/lean-namespace-1.yml\nname: f\n");

    LoadedState loaded = load();

    assertThat(loaded.problems()).isEmpty();
    List<String> expected =
        List.of(
            "/c2.yml:3: key \"dynatraceEnvironmnet\" is not read; did you mean"
                + " dynatraceEnvironment?",
            "/n1.yml:4: key \"enableDynatraceLoging\" is not read; did you mean"
                + " enableDynatraceLogging?",
            "/n2.yml:5: key \"deleted\" is not read; did you mean delete?",
            "/n3.yml:1: $schema \"/openshift/namespaces-1.yml\" is unknown, so the file is not"
                + " read; did you mean /openshift/namespace-1.yml?",
            "/n4.yml:1: the file has no $schema, so the file is not read; did you mean"
                + " /openshift/namespace-1.yml?");
    assertThat(loaded.warnings()).extracting(this::relative).containsExactlyElementsOf(expected);
    Path bundle = Files.writeString(root.resolve(".b"), new AppInterfaceData(root).bundle());
    assertThat(new BundleSource(bundle).load().warnings())
        .extracting(this::relative)
        .containsExactlyElementsOf(
            expected.stream().map(it -> it.replaceFirst(":[0-9]+: ", ": ")).toList());
  }

  @Test
  void suggestsTheDataDirectory() throws IOException {
    environment("/data/dt/staging.yml", "staging");
    cluster("/data/c1.yml", "stage-01", "dynatraceEnvironment: {$ref: /dt/staging.yml}");
    namespace("/data/n1.yml", "a", "/c1.yml", "enableDynatraceLogging: true");
    write("/resources/template.yaml", "{{ x");

    assertThat(load().problems())
        .extracting(Problem::toString)
        .containsExactly(
            root
                + ": this is not the data directory: references start from the directory data below"
                + " it; use "
                + root.resolve("data"));
  }

  @Test
  void reportsDirectoriesWithoutDesiredState() throws IOException {
    write("/other.yml", "$schema: /app-sre/app-1.yml\nname: unrelated\n");

    assertThat(load().problems())
        .extracting(Problem::message)
        .containsExactly("the data has neither environments nor clusters");
  }

  private static List<String> names(LoadedState loaded) {
    return loaded.state().clusters().stream().map(cluster -> cluster.name().value()).toList();
  }

  /** Returns a problem with files as paths from the data directory. */
  private String relative(Problem problem) {
    return problem.toString().replace(root + "/", "/");
  }

  private LoadedState load() {
    return new AppInterfaceDirectorySource(root).load();
  }

  private void environment(String path, String name) throws IOException {
    write(
        path,
        "$schema: /dependencies/dynatrace-environment-1.yml\nname: "
            + name
            + "\nenvironmentUrl: https://abc12345.live.dynatrace.com\n");
  }

  private void cluster(String path, String name, String more) throws IOException {
    write(path, "$schema: /openshift/cluster-1.yml\nname: " + name + "\n" + more + "\n");
  }

  private void namespace(String path, String name, String cluster, String more) throws IOException {
    write(
        path,
        "$schema: /openshift/namespace-1.yml\nname: "
            + name
            + "\ncluster: {$ref: "
            + cluster
            + "}\n"
            + more
            + "\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on app-interface data, without any server. */
class AppInterfaceIT {

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = folder.resolve("data");
    write(
        "dt.yml",
        """
        $schema: /dependencies/dynatrace-environment-1.yml
        name: staging
        environmentUrl: https://abc12345.live.dynatrace.com
        """);
    write(
        "c1.yml",
        """
        $schema: /openshift/cluster-1.yml
        name: stage-01
        dynatraceEnvironment: {$ref: /dt.yml}
        """);
    write(
        "c2.yml",
        """
        $schema: /openshift/cluster-1.yml
        name: stage-02
        dynatraceEnvironment: {$ref: /dt.yml}
        disable: {$ref: /frozen.yml}
        """);
    write(
        "frozen.yml",
        """
        $schema: /openshift/cluster-integrations-1.yml
        integrations: [gabi-authorized-users]
        """);
  }

  @Test
  void leavesOutClustersThatDisableIntegration() throws IOException {
    Path config =
        Files.writeString(folder.resolve("logconfig.yaml"), "integration: gabi-authorized-users\n");

    assertThat(validate("--data", data.toString()).out()).contains(" 2 clusters,");
    assertThat(validate("--data", data.toString(), "--integration", "gabi-authorized-users").out())
        .contains(" 1 cluster,");
    assertThat(validate("--data", data.toString(), "--config", config.toString()).out())
        .contains(" 1 cluster,");
    Result file = validate("--file", "x.yaml", "--integration", "x");
    assertThat(file.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(file.err())
        .isEqualTo(
            "logconfig: --integration \"x\" requires app-interface data: --data, --bundle,"
                + " --graphql or --graphql-config\n");
  }

  @Test
  void printsWarningsAndContinues() throws IOException {
    write(
        "n.yml",
        """
        $schema: /openshift/namespace-1.yml
        name: a
        cluster: {$ref: /c1.yml}
        enableDynatraceLoging: true
        """);

    Result validate = validate("--data", data.toString());

    assertThat(validate.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(validate.out()).isEqualTo("Valid: 1 environment, 2 clusters, 0 namespaces.\n");
    assertThat(validate.err())
        .isEqualTo(
            "logconfig: warning: "
                + data.resolve("n.yml")
                + ":4: key \"enableDynatraceLoging\" is not read; did you mean"
                + " enableDynatraceLogging?\n");
  }

  @Test
  void suggestsDataDirectoryBelowParent() throws IOException {
    Files.createDirectories(folder.resolve("resources"));
    Files.writeString(folder.resolve("resources/template.yaml"), "{{ x");

    Result validate = validate("--data", folder.toString());

    assertThat(validate.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(validate.err())
        .isEqualTo(
            "logconfig: --data \""
                + folder
                + "\" is a repository; expected its directory of data: --data "
                + data
                + "\n");
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve(name), text);
  }

  private static Result validate(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "validate";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Executable.inProcess(Map.of(), arguments);
  }
}

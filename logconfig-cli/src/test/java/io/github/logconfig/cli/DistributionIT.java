package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked distribution, and the container image. */
class DistributionIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path unpacked = Files.createDirectory(folder.resolve("with space"));
    shell("tar xzf '" + archive(".tar.gz") + "' -C '" + unpacked + "'");
    try (var roots = Files.list(unpacked)) {
      home = roots.findFirst().orElseThrow();
    }
  }

  @Test
  void containsLicensesAndBillOfMaterials() throws IOException {
    assertThat(home.resolve("LICENSE")).content().contains("Apache License");
    assertThat(home.resolve("THIRD-PARTY.txt")).content().contains("org.slf4j:slf4j-api", "MIT");
    assertThat(home.resolve("docs/cli.md")).exists();
    assertThat(home.resolve("completion/_logconfig")).content().startsWith("#compdef logconfig\n");
    JsonNode bill = new ObjectMapper().readTree(home.resolve("logconfig.cdx.json").toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").findValuesAsText("name"))
        .contains("okhttp", "picocli", "snakeyaml-engine", "wiremock-standalone")
        .doesNotContain("junit-jupiter-api");
    assertThat(shell("unzip -p '" + home + "/lib/logconfig.jar' META-INF/LICENSE.txt").out())
        .contains("QOS.ch");
  }

  @Test
  void checksumsMatchFiles() {
    Result check = shell("cd target && sha256sum --check SHA256SUMS");

    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.out()).contains(".zip: OK", ".tar.gz: OK", "logconfig.jar: OK");
    assertThat(shell("unzip -Z1 '" + archive(".zip") + "' | grep -v '/$' | sort").out())
        .isEqualTo(shell("tar tzf '" + archive(".tar.gz") + "' | grep -v '/$' | sort").out());
  }

  @Test
  void readmeIsThatOfTheDistributionAndNoLinkIsDead() throws IOException {
    assertThat(Files.readString(home.resolve("README.md"))).contains("logconfig simulate");
    Pattern link = Pattern.compile("\\[[^\\]\\[]*]\\(([^)\\s:]+)\\)");
    List<String> dead = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        link.matcher(Files.readString(page).replaceAll("(?s)```.*?```|`[^`]*`", ""))
            .results()
            .map(match -> match.group(1).replaceAll("#.*", ""))
            .filter(target -> !Files.exists(page.resolveSibling(target)))
            .forEach(target -> dead.add(home.relativize(page) + ": " + target));
      }
    }

    assertThat(dead).isEmpty();
  }

  @Test
  void launcherFollowsLinks() throws IOException {
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("real"), home.resolve("bin/logconfig"));
    Files.createSymbolicLink(links.resolve("logconfig"), Path.of("real"));

    for (String run :
        List.of(
            "cd / && '" + home + "/bin/logconfig' --version",
            "cd '" + home + "/bin' && ./logconfig --version",
            "cd '" + home + "/bin' && PATH=.:$PATH logconfig --version",
            "cd / && '" + links + "/logconfig' --version",
            "cd '" + links + "' && CDPATH=/ ./logconfig --version",
            "unset JAVA_HOME; PATH='"
                + JAVA_HOME
                + "/bin':$PATH '"
                + home
                + "/bin/logconfig' -V")) {
      Result version = shell(run);
      assertThat(version.exitCode()).as(run + version.err()).isZero();
      assertThat(version.out()).matches("logconfig [0-9].*\n");
      assertThat(version.err()).isEmpty();
    }
    assertThat(shell("'" + home + "/bin/logconfig' validate --file 'a b' '*'").exitCode())
        .isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void launcherNamesRequiredJava() throws IOException {
    Path old = Files.createDirectories(folder.resolve("jdk-11/bin"));
    Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    String launcher = "'" + home + "/bin/logconfig' --version";

    assertThat(refused("JAVA_HOME='" + folder + "/jdk-11' " + launcher))
        .isEqualTo(
            "logconfig: "
                + java
                + " is Java 11.0.2; expected 17 or newer. Set JAVA_HOME to a newer one\n");
    assertThat(refused("JAVA_HOME=/nowhere " + launcher))
        .contains("JAVA_HOME is /nowhere", "expected Java 17 or newer")
        .hasLineCount(1);
    assertThat(refused("unset JAVA_HOME; PATH=/nowhere /bin/sh " + launcher))
        .contains("Java not found; set JAVA_HOME to Java 17 or newer")
        .hasLineCount(1);
  }

  @Test
  void completesCommandsOptionsAndValues() {
    assertThat(completions("logconfig pl")).contains("plan");
    assertThat(completions("logconfig plan --out")).contains("--out", "--output");
    assertThat(completions("logconfig plan --output m")).contains("markdown");
    assertThat(completions("logconfig completion z")).contains("zsh");
  }

  @Test
  void imageRunsAsAnyUserOnReadOnlyFileSystem() throws IOException {
    String file = Files.readString(Path.of("Containerfile"));
    assertThat(file).contains("FROM ${BASE}", "ARG BASE=ubi9/openjdk-17-runtime");
    assertThat(only(file, "(?m)^USER (\\d+):0\\n(?!.*^USER)(?s:.*)ENTRYPOINT")).isNotEqualTo("0");
    Path root = Files.createDirectories(folder.resolve("root/opt"));
    String version = home.getFileName().toString().substring("logconfig-".length());
    shell("tar xzf '" + archive(".tar.gz") + "' -C '" + root + "'");
    String steps =
        only(file.replace("\\\n", " "), "(?m)^RUN (.*)$")
            .replace("/opt/", root + "/")
            .replace("${VERSION}", version);

    Result build = shell(steps);
    assertThat(build.exitCode()).as(build.err() + build.out()).isZero();
    Path logconfig = root.resolve("logconfig");
    Path cache = Path.of(shell("ls '" + logconfig + "'/lib/logconfig-*.cache").out().strip());
    assertThat(cache).exists();
    shell("chmod -R a-w '" + root + "'");

    String any =
        shell("id -u").out().equals("0\n") ? "setpriv --reuid 10001 --regid 0 --clear-groups " : "";
    String run = any + "env -i PATH=/usr/bin:/bin JAVA_HOME='" + JAVA_HOME + "' ";
    Result version0 = shell("cd / && " + run + logconfig + "/bin/logconfig --version");
    assertThat(version0.out()).as(version0.err()).isEqualTo("logconfig " + version + "\n");
    String traced = run + "LOGCONFIG_JAVA_OPTIONS=-Xlog:class+load:stderr ";
    assertThat(shell("cd / && " + traced + logconfig + "/bin/logconfig --version").err())
        .containsPattern("LogConfigMain source: shared objects file");

    // a cache of another Java or jar is ignored without a message
    shell("chmod u+w '" + cache + "' && echo corrupt > '" + cache + "'");
    Result other = shell("cd / && " + run + logconfig + "/bin/logconfig --version");
    assertThat(other.out() + other.err()).isEqualTo("logconfig " + version + "\n");
    shell("chmod -R u+w '" + root + "'");
  }

  @Test
  void releasedImagesStartLikeThoseOfTheContainerfiles() throws IOException {
    Map<String, String> templates =
        Map.of(
            "Containerfile", "../release/image/Dockerfile.tpl",
            "../dynatrace-simulator/Containerfile", "../release/simulator-image/Dockerfile.tpl");
    Pattern start = Pattern.compile("(?m)^(?:USER [1-9]|WORKDIR|EXPOSE|ENTRYPOINT|CMD).*$");

    for (var entry : templates.entrySet()) {
      assertThat(start.matcher(Files.readString(Path.of(entry.getValue()))).results())
          .extracting(MatchResult::group)
          .isEqualTo(
              start
                  .matcher(Files.readString(Path.of(entry.getKey())))
                  .results()
                  .map(MatchResult::group)
                  .toList())
          .isNotEmpty();
    }
  }

  private static String refused(String script) {
    Result result = shell(script);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(result.out()).isEmpty();
    return result.err();
  }

  private static String completions(String line) {
    return shell(
            "source '"
                + home
                + "/completion/logconfig.bash'; COMP_LINE='"
                + line
                + "'; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                + " _complete_logconfig; echo \" ${COMPREPLY[*]} \"")
        .out();
  }

  private static String only(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String archive(String suffix) {
    try (var files = Files.list(TARGET)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith("-distribution" + suffix))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result shell(String script) {
    return Executable.run(Map.of("JAVA_HOME", JAVA_HOME), List.of("bash", "-c", script));
  }
}

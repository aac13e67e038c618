package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleSourceTest {

  private static final String SOUND =
      """
      {"data":{
      "/dt.yml":{"$schema":"/dependencies/dynatrace-environment-1.yml","name":"staging",
        "environmentUrl":"https://abc12345.live.dynatrace.com"},
      "/c.yml":{"$schema":"/openshift/cluster-1.yml","name":"stage-01",
        "dynatraceEnvironment":{"$ref":"/dt.yml"}},
      "/n.yml":{"cluster":{"$ref":"/c.yml"},"enableDynatraceLogging":true,"name":"a",
        "$schema":"/openshift/namespace-1.yml"}
      },"git_commit":"0123abc","git_commit_timestamp":"1690000000"}
      """;

  @TempDir private Path folder;

  @Test
  void reportsCompressedBundles() throws IOException {
    Path file = folder.resolve("data.json.gz");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      stream.write(SOUND.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(new BundleSource(file).load().problems())
        .extracting(Problem::message)
        .containsExactly("the bundle is compressed; unpack it first: gunzip FILE.json.gz");
  }

  @Test
  void carriesDigestCommitAndTime() throws Exception {
    LoadedState loaded = load(SOUND);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters()).hasSize(1);
    assertThat(loaded.state().clusters().get(0).namespaces()).hasToString("[a]");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(SOUND.getBytes(StandardCharsets.UTF_8));
    assertThat(loaded.revision().sha256()).contains(HexFormat.of().formatHex(digest));
    assertThat(loaded.revision().gitCommit()).contains("0123abc");
    assertThat(loaded.revision().committed()).contains(Instant.ofEpochSecond(1690000000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected a JSON object with the key data",
        "`[]` | expected a JSON object with the key data",
        "`{}` | the bundle has no data",
        "`{\"data\":{}}` | the bundle has no data",
        "`{\"data\":[1,{}]}` | data of the bundle must be an object",
        "`{\"data\":{\"/c.yml\":[[]]}}` | the document must be an object",
        "`{\"data\":{\"/c.yml\":{\"a\":1,\"a\":2}}}` | invalid JSON at byte ",
        "`{\"data\":{\"/c.yml\":{}}} {}` | unexpected content after the end of the bundle",
        "`{\"data\":{\"/c.yml\":{\"name\":` | the bundle is truncated: it ends in the middle",
        "`<html>` | invalid JSON at byte ",
      })
  void reportsInvalidBundles(String text, String expected) throws IOException {
    LoadedState loaded = load(text);

    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().get(0).message()).startsWith(expected);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void rejectsTruncatedBundles() throws IOException {
    LoadedState loaded = load(SOUND.substring(0, SOUND.indexOf("git_commit")));

    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.state().environments()).isEmpty();
  }

  @Test
  void reportsProblemsLikeFiles() throws IOException {
    assertThat(load(SOUND.replace("\"name\":\"a\"", "\"name\":\"*\"")).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/n.yml: namespace \"*\" is not a DNS label (1 to 63 lower-case letters, digits or"
                + " '-', no '-' at either end)");
    assertThat(load(SOUND.replace("Logging\":true", "Logging\":\"true\"")).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/n.yml: enableDynatraceLogging must be true or false, not the text \"true\"");
    assertThat(load(SOUND.replace("\"/c.yml\"}", "\"/../c.yml\"}")).problems())
        .extracting(Problem::toString)
        .containsExactly("/n.yml: $ref \"/../c.yml\" leaves the data directory");
    assertThat(load(SOUND.replace("\"stage-01\"", "12")).problems())
        .extracting(Problem::toString)
        .containsExactly("/c.yml: name must be text, not the number \"12\"; put it in quotes");
  }

  @Test
  void reportsHostileBundles() throws IOException {
    String deep = "[".repeat(300) + "]".repeat(300);
    String wide = "[" + "1,".repeat(10_000) + "1]";
    for (String value : new String[] {deep, wide, "\"" + "x".repeat(1_000_001) + "\""}) {
      LoadedState loaded = load(SOUND.replace("\"stage-01\"", value));
      assertThat(loaded.problems()).hasSize(1);
      assertThat(loaded.problems().get(0).message())
          .startsWith("the bundle is too large or too deep: ")
          .hasSizeLessThan(700);
    }
    assertThat(load(SOUND.replace("0123abc", "x\\nERROR forged")).revision())
        .asString()
        .doesNotContain("\n");
    assertThat(new BundleSource(folder.resolve("none.json")).load().problems())
        .extracting(Problem::message)
        .containsExactly("the file does not exist");
  }

  /** The heap is what is asserted; a process that needs more does not end well. */
  @Test
  void streamsLargeBundles() throws Exception {
    Path bundle = folder.resolve("large.json");
    String padding = "x".repeat(4_000);
    try (BufferedWriter out = Files.newBufferedWriter(bundle)) {
      out.write(
          "{\"data\":{\"/a/dt.yml\":{\"$schema\":\"/dependencies/dynatrace-environment-1.yml\"");
      out.write(",\"name\":\"s\",\"environmentUrl\":\"https://abc12345.live.dynatrace.com\"}");
      for (int i = 0; i < 100; i++) {
        out.write(",\"/b/c" + i + ".yml\":{\"$schema\":\"/openshift/cluster-1.yml\",\"name\":\"c");
        out.write(i + "\",\"dynatraceEnvironment\":{\"$ref\":\"/a/dt.yml\"}}");
      }
      for (int i = 0; i < 20_000; i++) {
        out.write(",\"/n/" + i + ".yml\":{\"$schema\":\"/openshift/namespace-1.yml\",\"name\":\"n");
        out.write(i + "\",\"cluster\":{\"$ref\":\"/b/c" + (i % 100) + ".yml\"},");
        out.write("\"enableDynatraceLogging\":true,\"description\":\"" + padding + "\"}");
      }
      out.write("},\"git_commit\":\"0123abc\",\"resources\":{\"/r\":{\"content\":\"");
      for (int i = 0; i < 6_000; i++) {
        out.write(padding);
      }
      out.write("\"}}}");
    }
    assertThat(Files.size(bundle)).isGreaterThan(100_000_000);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CountNamespaces.class.getName(),
                bundle.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).startsWith("100 clusters, 20000 namespaces, 0 problems");
    System.out.println(output);
  }

  /** The program of the process with the small heap. */
  static final class CountNamespaces {
    private CountNamespaces() {}

    public static void main(String[] arguments) {
      LoadedState loaded = new BundleSource(Path.of(arguments[0])).load();
      System.out.printf(
          "%d clusters, %d namespaces, %d problems%n",
          loaded.state().clusters().size(),
          loaded.state().clusters().stream().mapToInt(it -> it.namespaces().size()).sum(),
          loaded.problems().size());
    }
  }

  private LoadedState load(String text) throws IOException {
    return new BundleSource(Files.writeString(folder.resolve("data.json"), text)).load();
  }
}

package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorExecutableIT {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String JAR = "target/dynatrace-simulator.jar";

  @Test
  void startsPrintsItsAddressAndAnswers(@TempDir Path folder) throws IOException {
    Path portFile = folder.resolve("port");
    Path names = Files.writeString(folder.resolve("names"), "from-file\n\n");
    Path entities =
        Files.writeString(
            folder.resolve("entities.json"),
            "[{\"type\":\"KUBERNETES_CLUSTER\",\"name\":\"dynakube\",\"uid\":\"uid-3\"}]");
    Process process =
        new ProcessBuilder(
                JAVA,
                "-jar",
                JAR,
                "--port-file",
                portFile.toString(),
                "--host-group",
                "from-option",
                "--host-groups-file",
                names.toString(),
                "--kubernetes-cluster",
                "dynakube=uid-1",
                "--kubernetes-cluster",
                "dynakube=uid-2",
                "--host",
                "node-1,host-group=from-file,kubernetes-cluster=uid-3",
                "--entities",
                entities.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      assertThat(line).startsWith("Dynatrace simulator listens on http://127.0.0.1:");
      URI address = URI.create(line.substring(line.indexOf("http")));
      HttpCalls calls = new HttpCalls(address, HttpCalls.TOKEN);

      assertThat(
              calls
                  .get("/api/v2/entities?entitySelector=type(HOST_GROUP)")
                  .body()
                  .path("totalCount")
                  .asInt())
          .isEqualTo(2);
      assertThat(
              calls
                  .get("/api/v2/settings/objects?schemaIds=builtin:cloud.kubernetes&fields=value")
                  .body()
                  .findValuesAsText("clusterId"))
          .containsExactly("uid-1", "uid-2", "uid-3");
      // the operator omits the scope, which our own contract requires
      HttpCalls.Answer connected =
          calls.post(
              HttpCalls.OBJECTS,
              "[{\"schemaId\":\"builtin:cloud.kubernetes\",\"value\":{\"enabled\":true,"
                  + "\"label\":\"c\",\"clusterIdEnabled\":true,\"clusterId\":\"uid-4\"}}]");
      String id = connected.body().at("/0/objectId").asText();
      assertThat(calls.get(HttpCalls.OBJECTS + "/" + id).body().path("scope").asText())
          .isEqualTo(SimulatedEntity.kubernetesCluster("c", "uid-4").entityId());
      JsonNode host =
          calls
              .get(
                  "/api/v2/entities?entitySelector=type(HOST)&fields=%2BfromRelationships"
                      + ",%2BtoRelationships")
              .body()
              .at("/entities/0");
      assertThat(host.at("/fromRelationships/isInstanceOf/0/id").asText())
          .isEqualTo(SimulatedEntity.hostGroup("from-file").entityId());
      assertThat(host.at("/toRelationships/isClusterOfHost/0/id").asText())
          .isEqualTo(SimulatedEntity.kubernetesCluster("dynakube", "uid-3").entityId());
    } finally {
      process.destroy();
    }
  }

  @Test
  void rejectsInvalidDurations() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(JAVA, "-jar", JAR, "--latency", "soon")
            .redirectErrorStream(true)
            .start();
    String output;
    try (BufferedReader reader = process.inputReader()) {
      output = reader.lines().findFirst().orElse("");
    }

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(output)
        .isEqualTo(
            "Invalid value for option '--latency': \"soon\" is not a duration such as 50ms, 1s or"
                + " 15m");
  }
}

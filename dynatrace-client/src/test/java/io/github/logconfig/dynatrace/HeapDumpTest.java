package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that a heap dump of an idle client contains no secret. The client runs in a process of its
 * own, {@link HeapDumpMain}. Buffers of the network library are ignored, see {@code
 * docs/client.md}.
 */
class HeapDumpTest {

  private static final String SECRET = "HEAPSECRETHEAPSECRETHEAPSECRET";
  private static final byte BYTE_ARRAY = 0x23;
  private static final byte OF_BYTES = 8;

  /** Tag, id, stack, length, type. */
  private static final int ARRAY_HEADER = 1 + 8 + 4 + 4 + 1;

  private static final int NETWORK_BUFFER = 8_192;

  @TempDir private Path folder;
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer();
    server.stubFor(any(anyUrl()).willReturn(okJson("{\"objectId\":\"x\"}")));
    server.stubFor(
        any(urlPathMatching(".*/v2/settings/objects/refused"))
            .willReturn(aResponse().withStatus(403).withBody("no, dt0c01.PUBLIC." + SECRET)));
    server.stubFor(
        post("/sso")
            .willReturn(okJson("{\"access_token\":\"" + SECRET + "\",\"expires_in\":300}")));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @EnumSource(HeapDumpMain.Kind.class)
  void containsNoSecretOfAnIdleClient(HeapDumpMain.Kind kind) throws Exception {
    byte[] dump = dump(kind, "open");
    server.verify(
        getRequestedFor(urlPathMatching(".*/v2/settings/objects/x"))
            .withHeader("Authorization", equalTo(kind.authorization(SECRET))));
    assertThat(texts(dump)).isZero();
  }

  /** The search finds what is there. */
  @Test
  void findsASecretThatIsStoredAsText() throws Exception {
    assertThat(texts(dump(HeapDumpMain.Kind.API_TOKEN, "planted"))).isPositive();
  }

  private byte[] dump(HeapDumpMain.Kind kind, String mode) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), kind.secret(SECRET));
    Path dump = folder.resolve("heap.hprof");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                HeapDumpMain.class.getName(),
                server.address(),
                secret.toString(),
                dump.toString(),
                kind.name(),
                mode)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String output = Files.readString(folder.resolve("output"));
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("HTTP 403").doesNotContain(SECRET);
    return Files.readAllBytes(dump);
  }

  /** Counts the secret in the dump, with one or two bytes per character. */
  private static int texts(byte[] dump) throws IOException {
    int count = 0;
    for (Charset charset :
        new Charset[] {
          StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE
        }) {
      byte[] sought = SECRET.getBytes(charset);
      for (int at = find(dump, sought, 0); at >= 0; at = find(dump, sought, at + 1)) {
        count += isInNetworkBuffer(dump, at) ? 0 : 1;
      }
    }
    return count;
  }

  private static int find(byte[] dump, byte[] sought, int from) {
    for (int i = from; i + sought.length <= dump.length; i++) {
      int matched = 0;
      while (matched < sought.length && dump[i + matched] == sought[matched]) {
        matched++;
      }
      if (matched == sought.length) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isInNetworkBuffer(byte[] dump, int at) {
    for (int begin = at; begin >= Math.max(ARRAY_HEADER, at - NETWORK_BUFFER); begin--) {
      int header = begin - ARRAY_HEADER;
      if (dump[header] == BYTE_ARRAY
          && dump[begin - 1] == OF_BYTES
          && length(dump, begin - 5) == NETWORK_BUFFER) {
        return true;
      }
    }
    return false;
  }

  private static int length(byte[] dump, int at) {
    int length = 0;
    for (int i = at; i < at + 4; i++) {
      length = (length << 8) | (dump[i] & 0xff);
    }
    return length;
  }
}

package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no HTTP library would send. */
class RawRequestsTest {

  private static final String HEADERS =
      " HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Token T\r\nConnection: close\r\n";
  private static final String OBJECTS = "/api/v2/settings/objects";

  private DynatraceSimulator simulator;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .rule(SimulatedRule.include("a"))
            .start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /objects/%zz | 400",
        "GET | /objects/%C3%28 | 404",
        "GET | /objects/a%2Fb | 404",
        "GET | /objects/%00 | 400",
        "GET | /objects?schemaIds=%zz | 400",
        "GET | /objects?filter=a{} | 400",
        "GET | /../../etc/passwd | 404",
        "GET | /%2e%2e/%2e%2e/objects | 404",
        "GET | ;a=b/objects?scopes=environment | 404",
        "PATCH | /objects/x | 405",
        "OPTIONS | /objects | 405",
        "TRACE | /objects | 405",
        "BREW | /objects | 405",
        "PUT | /objects | 405",
        "POST | /objects/x | 405",
        "DELETE | /schemas | 405",
        "GET | /nowhere | 404"
      })
  void ofOddAddressesAndMethodsGetAnEnvelope(String method, String path, int status)
      throws IOException {
    assertEnvelope(send(method + " /api/v2/settings" + path + HEADERS + "\r\n"), status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: x\\r\\n\\r\\n[] | 400",
        "Content-Length: -1\\r\\n\\r\\n[] | 400",
        "Content-Length: 100\\r\\n\\r\\n[ | 400",
        "Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400",
        "Content-Encoding: gzip\\r\\nContent-Length: 2\\r\\n\\r\\n[] | 400",
        "Content-Type: multipart/form-data\\r\\nContent-Length: 2\\r\\n\\r\\n[] | 400",
        "Content-Type: ;;;=/\\r\\nContent-Length: 2\\r\\n\\r\\n[] | 400",
        "Content-Type: application/json; charset=nope\\r\\nContent-Length: 2\\r\\n\\r\\n[] | 400",
        "Expect: 100-continue\\r\\nContent-Length: 2\\r\\n\\r\\n[] | 400"
      })
  void withOddBodiesGetAnEnvelope(String rest, int status) throws IOException {
    assertEnvelope(send("POST " + OBJECTS + HEADERS + rest.replace("\\r\\n", "\r\n")), status);
  }

  @Test
  void thatAreNoHttpGetAnEnvelope() throws IOException {
    assertEnvelope(send("\u0000\u0001 garbage\r\n\r\n"), 400);
    assertEnvelope(send("GET " + OBJECTS + " HTTP/1.1\r\nConnection: close\r\n\r\n"), 400);
    assertEnvelope(send("GET /\r\n\r\n"), 505);
  }

  @Test
  void withTextThatIsNoUtf8AreRefused() throws IOException {
    String item = Items.item("\u00ff\u00fe", "").replace(Items.SCOPE, "environment");

    assertEnvelope(
        send(
            "POST "
                + OBJECTS
                + HEADERS
                + "Content-Length: "
                + (item.length() + 2)
                + "\r\n\r\n["
                + item
                + "]"),
        400);
  }

  @Test
  void forTheHeadOfAnAnswerGetThat() throws IOException {
    String answer = send("HEAD " + OBJECTS + "?scopes=environment" + HEADERS + "\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: application/json; charset=utf-8\r\n")
        .contains("\r\nDate: ")
        .doesNotContain("Matched-Stub")
        .endsWith("\r\n\r\n");
  }

  @Test
  void forTheEnginesOwnControlsGetNothing() throws IOException {
    assertEnvelope(send("GET /__admin/mappings" + HEADERS + "\r\n"), 404);
    assertEnvelope(send("POST /__admin/shutdown" + HEADERS + "Content-Length: 0\r\n\r\n"), 404);
    assertThat(send("GET " + OBJECTS + "?scopes=environment" + HEADERS + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  private void assertEnvelope(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nContent-Type: application/json; charset=utf-8\r\n")
        .contains("\r\n\r\n{\"error\":{\"code\":" + status + ",\"message\":\"")
        .doesNotContain("Exception", "jetty", "WireMock", "<html");
    assertThat(simulator.objects()).hasSize(1);
  }

  /** Sends bytes, one for each character, and hears the whole answer. */
  private String send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      InputStream input = socket.getInputStream();
      byte[] answer = new byte[100_000];
      int length = input.readNBytes(answer, 0, answer.length);
      return new String(Arrays.copyOf(answer, length), StandardCharsets.UTF_8);
    }
  }
}

package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP/2 has of its own: one stream of a connection can end, and say whether it had begun. */
class Http2Test {

  private static final int INTERNAL_ERROR = 2;
  private static final int REFUSED_STREAM = 7;
  private static final NewSettingsObject OBJECT =
      NewSettingsObject.builder()
          .schemaId(new SchemaId("s"))
          .scope(SettingsScope.ENVIRONMENT)
          .value(JsonNodeFactory.instance.objectNode().put("a", 1))
          .build();

  private final MockWebServer server = new MockWebServer();
  private final List<String> protocols = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private DynatraceClient client;

  @BeforeEach
  void start() throws IOException {
    HeldCertificate host =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(host).build().sslSocketFactory(),
        false);
    server.start();
    Path trusted = Files.writeString(folder.resolve("host.pem"), host.certificatePem());
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("https://localhost:" + server.getPort() + "/e/id"))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
            .tls(TlsSettings.builder().trustCertificates(trusted).build())
            .requestListener(event -> protocols.add(event.protocol()))
            .timing(new RecordingTiming())
            .build();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.shutdown();
  }

  @Test
  void retriesAWriteWhoseStreamWasRefused() {
    server.enqueue(reset(REFUSED_STREAM));
    server.enqueue(new MockResponse().setBody("[{\"code\":200,\"objectId\":\"x\"}]"));

    assertThat(client.settings().create(List.of(OBJECT)).isSuccess()).isTrue();

    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(protocols).contains("h2").doesNotContain("http/1.1");
  }

  @Test
  void doesNotRetryAWriteWhoseStreamBroke() {
    server.enqueue(reset(INTERNAL_ERROR));
    server.enqueue(new MockResponse().setBody("[{\"code\":200,\"objectId\":\"x\"}]"));

    assertThatThrownBy(() -> client.settings().create(List.of(OBJECT)))
        .isInstanceOf(OutcomeUnknownException.class);

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void retriesAReadAfterAnyFailureOfItsStream() {
    server.enqueue(reset(INTERNAL_ERROR));
    server.enqueue(reset(REFUSED_STREAM));
    server.enqueue(new MockResponse().setBody("{\"objectId\":\"x\"}"));

    assertThat(client.settings().get(new SettingsObjectId("x")).objectId())
        .contains(new SettingsObjectId("x"));

    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  private static MockResponse reset(int reason) {
    return new MockResponse()
        .setSocketPolicy(SocketPolicy.RESET_STREAM_AT_START)
        .setHttp2ErrorCode(reason);
  }
}

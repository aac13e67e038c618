package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.MicrometerRequestListener;
import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connections are made, and what they are authorized with. */
class ConnectionsTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final String PASSWORD = "changeit";
  private static final String OBJECT = "{\"objectId\":\"x\"}";

  private final RecordingTiming timing = new RecordingTiming();
  @TempDir private Path folder;
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer();
    server.stubFor(any(anyUrl()).willReturn(okJson(OBJECT)));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void readsARotatedTokenFileBeforeEveryRequest() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "dt0c01.A.FIRSTSECRET\n");
    try (DynatraceClient client = client(Credentials.tokenFile(file))) {
      client.settings().get(ID);
      Files.writeString(file, "dt0c01.A.SECONDSECRET\n");
      client.settings().get(ID);
      verifySent("Api-Token dt0c01.A.FIRSTSECRET", 1);
      verifySent("Api-Token dt0c01.A.SECONDSECRET", 1);

      Files.delete(file);
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void renewsAnAccessTokenThatExpiredOrWasRejected() {
    server.stubFor(
        post("/sso").willReturn(okJson("{\"access_token\":\"ACCESSTOKEN\",\"expires_in\":300}")));
    OAuthClient oauth =
        OAuthClient.builder()
            .tokenEndpoint(URI.create(address() + "/sso"))
            .clientId("dt0s02.ME")
            .clientSecret(ClientSecret.of("CLIENTSECRET"))
            .addScope("settings:objects:read")
            .build();
    try (DynatraceClient client = client(Credentials.oauth(oauth))) {
      client.settings().get(ID);
      client.settings().get(ID);
      verifySent("Bearer ACCESSTOKEN", 2);
      server.verify(1, postRequestedFor(urlPathEqualTo("/sso")));

      timing.pass(Duration.ofSeconds(271));
      client.settings().get(ID);
      server.verify(2, postRequestedFor(urlPathEqualTo("/sso")));

      server.stubFor(
          any(urlPathEqualTo("/platform/classic/environment-api/v2/settings/objects/x"))
              .willReturn(aResponse().withStatus(401)));
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(AuthenticationException.class);
      server.verify(3, postRequestedFor(urlPathEqualTo("/sso")));
    }
    assertThat(oauth.toString() + Credentials.oauth(oauth)).doesNotContain("CLIENTSECRET");
  }

  @Test
  void reportsARejectingTokenEndpointWithoutCallingTheService() {
    server.stubFor(
        post("/sso")
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withBody(
                        "{\"error\":\"invalid_client\",\"error_description\":\"CLIENTSECRET\"}")));
    Credentials oauth =
        Credentials.oauth(
            OAuthClient.builder()
                .tokenEndpoint(URI.create(address() + "/sso"))
                .clientId("dt0s02.ME")
                .clientSecret(ClientSecret.of("CLIENTSECRET"))
                .build());
    try (DynatraceClient client = client(oauth)) {
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining("invalid_client ****");
    }
    assertThatThrownBy(
            () ->
                OAuthClient.builder()
                    .tokenEndpoint(URI.create("http://sso.example.com"))
                    .clientId("x")
                    .clientSecret(ClientSecret.of("s"))
                    .build())
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void followsRedirectsWithinTheHostOnly() {
    server.stubFor(
        get("/api/v2/settings/objects/x")
            .willReturn(aResponse().withStatus(308).withHeader("Location", "/elsewhere?a=b")));
    StubServer other = new StubServer();
    try (DynatraceClient client = client(token())) {
      assertThat(client.settings().get(ID).objectId()).contains(ID);

      server.stubFor(
          get("/api/v2/settings/objects/x")
              .willReturn(
                  aResponse()
                      .withStatus(307)
                      .withHeader("Location", "http://127.0.0.1:" + other.port() + "/?secret=1")));
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(DynatraceApiException.class)
          .hasMessageContaining(
              "a redirect to http://127.0.0.1:" + other.port() + " was not followed")
          .message()
          .doesNotContain("secret=");
      assertThat(other.getAllServeEvents()).isEmpty();
    } finally {
      other.stop();
    }
  }

  @Test
  void usesCustomAuthoritiesClientCertificatesHttp2AndGzip() throws Exception {
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate host =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .build();
    HeldCertificate caller = new HeldCertificate.Builder().signedBy(authority).build();
    Path trust = store("trust.p12", null, authority);
    WireMockServer secure =
        new WireMockServer(
            options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store("host.p12", host, authority).toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .needClientAuth(true)
                .trustStorePath(trust.toString())
                .trustStoreType("PKCS12")
                .trustStorePassword(PASSWORD));
    secure.start();
    secure.stubFor(any(anyUrl()).willReturn(okJson(OBJECT)));
    Path pem = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    TlsSettings tls =
        TlsSettings.builder()
            .trustCertificates(pem)
            .clientCertificate(store("caller.p12", caller, authority), PASSWORD)
            .build();
    List<RequestEvent> events = new CopyOnWriteArrayList<>();
    String url = "https://localhost:" + secure.httpsPort() + "/e/id";
    try (DynatraceClient trusting =
            builder(token())
                .baseUrl(BaseUrl.parse(url))
                .tls(tls)
                .requestListener(events::add)
                .build();
        DynatraceClient stranger = builder(token()).baseUrl(BaseUrl.parse(url)).build()) {
      trusting.settings().get(ID);
      assertThat(events).extracting(RequestEvent::protocol).containsExactly("h2");
      secure.verify(
          getRequestedFor(anyUrl())
              .withHeader("Accept-Encoding", equalTo("gzip"))
              .withHeader("User-Agent", equalTo("logconfig")));
      assertThatThrownBy(() -> stranger.settings().get(ID))
          .isInstanceOf(DynatraceTransportException.class);
      assertThat(timing.pauses()).isEmpty();
    } finally {
      secure.stop();
    }
  }

  @Test
  void returnsTheTimeOfTheService() {
    try (DynatraceClient client = client(token())) {
      assertThat(client.serverTime()).isEmpty();
      for (String noDate : List.of("", "soon", "2026-11-23T12:00:00Z")) {
        server.stubFor(any(anyUrl()).willReturn(okJson(OBJECT).withHeader("Date", noDate)));
        client.settings().get(ID);
        assertThat(client.serverTime()).isEmpty();
      }
      server.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse().withStatus(404).withHeader("Date", "Mon, 23 Nov 2026 13:00:00 GMT")));
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(ObjectNotFoundException.class);
      timing.pass(Duration.ofSeconds(2));
      Instant expected = Instant.parse("2026-11-23T13:00:02.500Z");
      assertThat(client.serverTime()).contains(expected);
      server.stubFor(
          any(anyUrl())
              .willReturn(
                  okJson(OBJECT)
                      .withHeader("Date", "Mon, 23 Nov 2026 10:00:00 GMT")
                      .withHeader("Age", "10800")));
      client.settings().get(ID);
      assertThat(client.serverTime()).contains(expected);
    }
  }

  @Test
  void countsRequestsWithMicrometer() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (DynatraceClient client =
        builder(token()).requestListener(new MicrometerRequestListener(registry)).build()) {
      client.settings().get(ID);
    }
    assertThat(
            registry
                .get("dynatrace.client.requests")
                .tag("request", "GET /settings/objects/{objectId}")
                .tag("status", "200")
                .timer()
                .count())
        .isEqualTo(1);
  }

  private Path store(String name, HeldCertificate own, HeldCertificate authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (own != null) {
      store.setKeyEntry(
          "own",
          own.keyPair().getPrivate(),
          PASSWORD.toCharArray(),
          new Certificate[] {own.certificate(), authority.certificate()});
    } else {
      store.setCertificateEntry("authority", authority.certificate());
    }
    Path file = folder.resolve(name);
    try (OutputStream stream = Files.newOutputStream(file)) {
      store.store(stream, PASSWORD.toCharArray());
    }
    return file;
  }

  private void verifySent(String authorization, int times) {
    server.verify(
        times,
        getRequestedFor(
                urlPathEqualTo(
                    (authorization.startsWith("Bearer")
                            ? "/platform/classic/environment-api"
                            : "/api")
                        + "/v2/settings/objects/x"))
            .withHeader("Authorization", equalTo(authorization)));
  }

  private String address() {
    return server.address();
  }

  private static Credentials token() {
    return Credentials.apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"));
  }

  private DynatraceClient client(Credentials credentials) {
    return builder(credentials).build();
  }

  private DynatraceClient.Builder builder(Credentials credentials) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(address()))
        .credentials(credentials)
        .timing(timing);
  }
}

package io.github.logconfig.simulator.internal.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP server in front of the service. */
public final class HttpEngine {

  private static final int ACCEPTORS = 1;

  private final WireMockServer server;
  private final Optional<X509Certificate> certificate;

  private HttpEngine(WireMockServer server, Optional<X509Certificate> certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  /**
   * Starts a server.
   *
   * @param address the address to listen on
   */
  public static HttpEngine start(
      String address, int port, boolean tls, int threads, ServiceTransformer handler) {
    WireMockConfiguration options =
        options()
            .bindAddress(address)
            .jettyAcceptors(ACCEPTORS)
            .containerThreads(threads)
            .disableRequestJournal()
            .stubRequestLoggingDisabled(true)
            .gzipDisabled(true)
            .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.BODY_FILE)
            .extensionScanningEnabled(false)
            .templatingEnabled(false)
            .http2PlainDisabled(true)
            .disableOptimizeXmlFactoriesLoading(true)
            .mappingSource(new NoMappings())
            .httpClientFactory(
                (settings, trustAll, trusted, certificates) ->
                    request -> {
                      throw new IOException("nothing is forwarded");
                    })
            .httpServerFactory(EngineServer::new)
            .extensions(handler, new NoAdministration());
    return tls
        ? overTls(options, port)
        : new HttpEngine(started(options.port(port)), Optional.empty());
  }

  public URI address() {
    return certificate.isPresent()
        ? URI.create("https://127.0.0.1:" + server.httpsPort())
        : URI.create("http://127.0.0.1:" + server.port());
  }

  public Optional<X509Certificate> certificate() {
    return certificate;
  }

  public void stop() {
    server.stop();
  }

  private static HttpEngine overTls(WireMockConfiguration options, int port) {
    SelfSignedCertificate certificate = SelfSignedCertificate.create(Instant.now());
    String password = UUID.randomUUID().toString();
    Path keyStore = certificate.keyStore(password);
    try {
      options
          .httpDisabled(true)
          .httpsPort(port)
          .keystoreType("PKCS12")
          .keystorePath(keyStore.toString())
          .keystorePassword(password)
          .keyManagerPassword(password);
      return new HttpEngine(started(options), Optional.of(certificate.certificate()));
    } finally {
      keyStore.toFile().delete();
    }
  }

  private static WireMockServer started(WireMockConfiguration options) {
    WireMockServer server = new WireMockServer(options);
    try {
      server.start();
    } catch (FatalStartupException e) {
      int port = Math.max(options.portNumber(), options.httpsSettings().port());
      throw new IllegalStateException(
          "cannot listen on port "
              + port
              + " of "
              + options.bindAddress()
              + ": "
              + rootCause(e).getMessage(),
          e);
    }
    server.stubFor(any(anyUrl()));
    return server;
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The engine would otherwise take stubs from files below the working directory. */
  @SuppressWarnings("removal") // one of the methods, which has to be there
  private static final class NoMappings implements MappingsSource {

    @Override
    public void loadMappingsInto(StubMappings mappings) {
      // the one stub there is is made below
    }

    @Override
    public void save(List<StubMapping> mappings) {
      // nothing is kept
    }

    @Override
    public void save(StubMapping mapping) {
      // nothing is kept
    }

    @Override
    public void remove(StubMapping mapping) {
      // nothing is kept
    }

    @Override
    public void removeAll() {
      // nothing is kept
    }
  }

  /** The engine's own controls are not for clients of the service. */
  private static final class NoAdministration implements AdminRequestFilterV2 {

    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
      return RequestFilterAction.stopWith(
          ResponseDefinitionBuilder.responseDefinition()
              .withStatus(404)
              .withHeader("Content-Type", WireAnswer.JSON)
              .withBody(ApiResponse.error(404, "Not found").bytes())
              .build());
    }

    @Override
    public String getName() {
      return "no-administration";
    }
  }
}

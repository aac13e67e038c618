package io.github.logconfig.simulator;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The HTTP server in front of the service, on a port of the loopback address. */
final class HttpEngine {

  private static final int ACCEPTORS = 1;

  private final WireMockServer server;
  private final Optional<X509Certificate> certificate;

  private HttpEngine(WireMockServer server, Optional<X509Certificate> certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  static HttpEngine start(int port, boolean tls, int threads, ServiceTransformer handler) {
    WireMockConfiguration options =
        options()
            .bindAddress("127.0.0.1")
            .jettyAcceptors(ACCEPTORS)
            .containerThreads(threads)
            .disableRequestJournal()
            .stubRequestLoggingDisabled(true)
            .gzipDisabled(true)
            .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.BODY_FILE)
            .extensions(handler);
    return tls
        ? overTls(options, port)
        : new HttpEngine(started(options.port(port)), Optional.empty());
  }

  URI address() {
    return certificate.isPresent()
        ? URI.create("https://127.0.0.1:" + server.httpsPort())
        : URI.create("http://127.0.0.1:" + server.port());
  }

  Optional<X509Certificate> certificate() {
    return certificate;
  }

  void stop() {
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
    server.start();
    server.stubFor(any(anyUrl()));
    return server;
  }
}

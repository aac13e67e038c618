package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;

/** A local server with the responses of a test, and clients of it. */
final class StubServer extends WireMockServer {

  StubServer() {
    this(options());
  }

  StubServer(WireMockConfiguration options) {
    super(options.bindAddress("127.0.0.1").dynamicPort());
    start();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  DynatraceClient.Builder client() {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(address()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"));
  }
}

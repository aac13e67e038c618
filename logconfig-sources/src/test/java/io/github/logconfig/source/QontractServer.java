package io.github.logconfig.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A stand-in for qontract-server: bundles by their digest, unknown ones are 404. */
final class QontractServer implements AutoCloseable {

  static final String SHA = "a".repeat(64);
  static final String NEWER = "b".repeat(64);

  private final WireMockServer http =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  QontractServer() {
    http.start();
    http.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
  }

  URI graphql() {
    return URI.create(http.baseUrl() + "/graphql");
  }

  WireMockServer http() {
    return http;
  }

  /** What {@code /sha256} says, one after the other; the last one stays. */
  void latest(String... digests) {
    for (int i = 0; i < digests.length; i++) {
      String state = i == 0 ? STARTED : "asked " + i;
      http.stubFor(
          get(urlEqualTo("/sha256"))
              .inScenario("sha256")
              .whenScenarioStateIs(state)
              .willSetStateTo(i == digests.length - 1 ? state : "asked " + (i + 1))
              .willReturn(aResponse().withBody(digests[i] + "\n")));
    }
  }

  void bundle(String digest, String answer) {
    http.stubFor(
        post(urlEqualTo("/graphqlsha/" + digest))
            .willReturn(
                aResponse().withHeader("Content-Type", "application/json").withBody(answer)));
    http.stubFor(
        get(urlEqualTo("/git-commit-info/" + digest))
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"commit\":\""
                            + AppInterfaceData.COMMIT
                            + "\",\"timestamp\":\"1690000000\"}")));
  }

  /** All requests as method and path, in the order in which they came. */
  List<String> requests() {
    return http.getAllServeEvents().stream()
        .map(event -> event.getRequest().getMethod() + " " + event.getRequest().getUrl())
        .collect(ArrayList::new, (list, request) -> list.add(0, request), List::addAll);
  }

  @Override
  public void close() {
    http.stop();
  }
}

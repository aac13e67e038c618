package io.github.logconfig.simulator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.Optional;

/** Hands every request of the HTTP engine to the simulated service. */
final class ServiceTransformer implements ResponseDefinitionTransformerV2 {

  private final SimulatedService service;
  private final Duration latency;

  ServiceTransformer(SimulatedService service, Duration latency) {
    this.service = service;
    this.latency = latency;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    ApiResponse response =
        service.handle(
            ApiRequest.of(
                request.getMethod().getName(),
                request.getUrl(),
                Optional.ofNullable(request.getHeader("Authorization")),
                request.getBodyAsString()));
    ResponseDefinitionBuilder definition =
        ResponseDefinitionBuilder.responseDefinition()
            .withStatus(response.status())
            .withFixedDelay((int) latency.toMillis());
    response
        .body()
        .ifPresent(
            body ->
                definition
                    .withHeader("Content-Type", "application/json; charset=utf-8")
                    .withBody(response.text()));
    return definition.build();
  }

  @Override
  public String getName() {
    return "dynatrace-service";
  }
}

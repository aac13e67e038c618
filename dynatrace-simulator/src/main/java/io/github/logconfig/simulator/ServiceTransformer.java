package io.github.logconfig.simulator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.Arrays;
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
    SimulatedService.Reply reply =
        service.handle(
            ApiRequest.of(
                request.getMethod().getName(),
                request.getUrl(),
                Optional.ofNullable(request.getHeader("Authorization")),
                request.getBodyAsString()));
    WireAnswer answer = reply.answer();
    ResponseDefinitionBuilder definition =
        ResponseDefinitionBuilder.responseDefinition()
            .withStatus(answer.status())
            .withFixedDelay((int) latency.plus(reply.delay()).toMillis());
    if (answer.arrival() == WireAnswer.Arrival.NOTHING) {
      return definition.withFault(Fault.EMPTY_RESPONSE).build();
    }
    answer
        .retryAfter()
        .ifPresent(time -> definition.withHeader("Retry-After", Long.toString(time.toSeconds())));
    byte[] body = answer.body();
    if (body.length > 0) {
      definition.withHeader("Content-Type", answer.contentType());
    }
    if (answer.arrival() == WireAnswer.Arrival.HALF) {
      // the length of the whole is promised, so that the client sees that something is missing
      return definition
          .withHeader("Content-Length", Integer.toString(body.length))
          .withBody(Arrays.copyOf(body, body.length / 2))
          .withChunkedDribbleDelay(1, 1)
          .build();
    }
    return definition.withBody(body).build();
  }

  @Override
  public String getName() {
    return "dynatrace-service";
  }
}

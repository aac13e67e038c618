package io.github.logconfig.simulator.internal.http;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.logconfig.simulator.Exchange;
import io.github.logconfig.simulator.internal.http.SimulatedService.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands every request of the HTTP engine to the simulated service. */
public final class ServiceTransformer implements ResponseDefinitionTransformerV2 {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final SimulatedService service;
  private final List<Consumer<Exchange>> recorders;

  public ServiceTransformer(SimulatedService service, List<Consumer<Exchange>> recorders) {
    this.service = service;
    this.recorders = List.copyOf(recorders);
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
    Reply reply = reply(request, body);
    if (!recorders.isEmpty() && isApi(request.getUrl())) {
      Exchange exchange = exchange(request, new String(body, StandardCharsets.UTF_8), reply);
      recorders.forEach(recorder -> recorder.accept(exchange));
    }
    return definition(reply);
  }

  private Reply reply(Request request, byte[] body) {
    try {
      return service.handle(
          ApiRequest.of(
              request.getMethod().getName(),
              request.getUrl(),
              Optional.ofNullable(request.getHeader("Authorization")),
              request.getScheme() + "://" + request.getHeader("Host"),
              body));
    } catch (ApiFailure failure) {
      return new Reply(WireAnswer.of(failure.toEnvelope()), Duration.ZERO, Optional.empty());
    }
  }

  /** Whether it is the API itself that is asked, not a control path or the granting of tokens. */
  private static boolean isApi(String url) {
    return !url.startsWith("/__simulator") && !url.startsWith("/sso/");
  }

  private ResponseDefinition definition(Reply reply) {
    WireAnswer answer = reply.answer();
    ResponseDefinitionBuilder definition =
        ResponseDefinitionBuilder.responseDefinition()
            .withStatus(answer.status())
            .withHeader("Date", DATE.format(service.now()));
    if (!reply.delay().isZero()) {
      definition.withFixedDelay((int) reply.delay().toMillis());
    }
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

  private static Exchange exchange(Request request, String requestBody, Reply reply) {
    String url = request.getUrl();
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    String query = mark < 0 ? "" : url.substring(mark + 1);
    return new Exchange(
        request.getMethod().getName(),
        path.replaceFirst("^(/e/[^/]+/api/v2|/platform/classic/environment-api/v2)", "/api/v2"),
        query.replaceAll("(^|&)api-token=[^&]*", ""),
        Optional.ofNullable(request.getHeader("Content-Type")).orElse(""),
        requestBody,
        reply.answer().status(),
        reply.answer().body().length == 0 ? "" : reply.answer().contentType(),
        reply.answer().arrival() == WireAnswer.Arrival.NOTHING
            ? ""
            : new String(reply.answer().body(), StandardCharsets.UTF_8),
        reply.fault().map(fault -> fault.kind().key()));
  }

  @Override
  public String getName() {
    return "dynatrace-service";
  }
}

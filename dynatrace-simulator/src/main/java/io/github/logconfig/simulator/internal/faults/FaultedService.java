package io.github.logconfig.simulator.internal.faults;

import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Operation;
import io.github.logconfig.simulator.internal.http.WireAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes the answers of the service as faults say. */
public final class FaultedService {

  private final StaleTokens staleTokens;

  public FaultedService(StaleTokens staleTokens) {
    this.staleTokens = staleTokens;
  }

  /** Writes the object as another client would. */
  public interface StaleTokens {

    /** Writes one object again as it is, if it exists. */
    void touch(String objectId);

    /** Writes all objects again as they are. */
    void touchAll();
  }

  public WireAnswer answer(
      Fault fault,
      Optional<Operation> operation,
      ApiRequest request,
      Supplier<ApiResponse> service) {
    return switch (fault.kind()) {
      case STATUS ->
          WireAnswer.of(ApiResponse.error(fault.status(), message(fault.status())))
              .retryAfter(fault.duration());
      case DROP_BEFORE -> WireAnswer.dropped();
      case DROP_AFTER -> WireAnswer.of(service.get()).lost();
      case TRUNCATE -> WireAnswer.of(service.get()).truncated();
      case GARBAGE -> WireAnswer.of(service.get()).garbled();
      case STALE_TOKEN -> WireAnswer.of(stale(operation, request, service));
      case LOGIN_PAGE -> WireAnswer.loginPage();
      case REPEAT_PAGE -> WireAnswer.of(FaultedPages.repeated(request, service.get()));
      case EMPTY_PAGE -> WireAnswer.of(FaultedPages.emptied(request, service.get()));
      case VANISH_PAGE ->
          WireAnswer.of(
              ApiFailure.invalidParameter("nextPageKey", "The page key is invalid.").toEnvelope());
      case ENDLESS_PAGES -> WireAnswer.of(FaultedPages.endless(request, service.get(), false));
      case ENDLESS_OBJECTS -> WireAnswer.of(FaultedPages.endless(request, service.get(), true));
      case MISSING_ID -> WireAnswer.of(FaultedPages.withoutIds(service.get(), fault.text()));
      case UNREADABLE_VALUE ->
          WireAnswer.of(FaultedPages.withUnreadableValues(service.get(), fault.text()));
      case ECHO_AUTHORIZATION -> WireAnswer.of(echo(request, fault.status()));
      case DELAY -> WireAnswer.of(service.get());
    };
  }

  private ApiResponse stale(
      Optional<Operation> operation, ApiRequest request, Supplier<ApiResponse> service) {
    boolean write =
        operation.equals(Optional.of(Operation.UPDATE_OBJECT))
            || operation.equals(Optional.of(Operation.DELETE_OBJECT));
    if (write) {
      staleTokens.touch(request.lastSegment());
      return service.get();
    }
    ApiResponse response = service.get();
    if (operation.equals(Optional.of(Operation.GET_OBJECT))) {
      staleTokens.touch(request.lastSegment());
    } else if (operation.equals(Optional.of(Operation.LIST_OBJECTS))) {
      staleTokens.touchAll();
    }
    return response;
  }

  /**
   * Returns an error that contains the token of the request: unchanged, in Base64 and URL-encoded.
   */
  private static ApiResponse echo(ApiRequest request, int status) {
    String header = request.authorization().orElse("");
    String token = header.substring(header.indexOf(' ') + 1);
    return ApiResponse.error(
        status,
        "Rejected: "
            + header
            + "; "
            + Base64.getEncoder().encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "; "
            + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8))
            + "; "
            + URLEncoder.encode(header, StandardCharsets.UTF_8));
  }

  private static String message(int status) {
    return switch (status) {
      case 401 -> "Token Authentication failed";
      case 403 -> "Token is missing required scope";
      case 429 -> "Too many requests.";
      case 500 -> "Internal Server Error occurred";
      case 503 -> "Service Unavailable";
      default -> "Simulated fault";
    };
  }
}

package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets faults befall the answers of the service. */
final class FaultedService {

  private final StaleTokens staleTokens;

  FaultedService(StaleTokens staleTokens) {
    this.staleTokens = staleTokens;
  }

  /** Lets somebody else write. */
  interface StaleTokens {

    /** Writes one object again as it is, if it exists. */
    void touch(String objectId);

    /** Writes all objects again as they are. */
    void touchAll();
  }

  WireAnswer answer(
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
      case REPEAT_PAGE -> WireAnswer.of(repeated(request, service.get()));
      case EMPTY_PAGE -> WireAnswer.of(emptied(request, service.get()));
      case VANISH_PAGE ->
          WireAnswer.of(
              ApiFailure.invalidParameter("nextPageKey", "The page key is invalid.").toEnvelope());
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

  private static ApiResponse repeated(ApiRequest request, ApiResponse response) {
    Optional<String> key = request.parameter("nextPageKey");
    if (response.status() == 200
        && key.isPresent()
        && response.body().orElseThrow() instanceof ObjectNode page) {
      page.put("nextPageKey", key.get());
    }
    return response;
  }

  private static ApiResponse emptied(ApiRequest request, ApiResponse response) {
    if (response.status() == 200 && response.body().orElseThrow() instanceof ObjectNode page) {
      for (String list : new String[] {"items", "entities"}) {
        JsonNode items = page.path(list);
        if (items.isArray()) {
          page.putArray(list);
          page.put(
              "nextPageKey",
              request
                  .parameter("nextPageKey")
                  .orElseGet(() -> new PageKey(request.query(), 0).encode()));
        }
      }
    }
    return response;
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

package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The service behind the HTTP engine: takes a request, finds its operation, and answers. */
final class SimulatedService {

  private static final int MAX_BODY_BYTES = 1_048_576;

  private final SettingsStore store = new SettingsStore();
  private final RequestJournal journal = new RequestJournal();
  private final TokenAuthentication authentication;
  private final SettingsReads reads = new SettingsReads(store);
  private final SettingsWrites writes;
  private final EntityReads entities;
  private final FaultPlan faults = new FaultPlan();
  private final FaultedService faulted = new FaultedService(new SomebodyElse());

  SimulatedService(Optional<String> token, List<SimulatedEntity> entities, Clock clock) {
    this.authentication = new TokenAuthentication(token);
    this.writes = new SettingsWrites(store, clock);
    this.entities = new EntityReads(entities);
  }

  RequestJournal journal() {
    return journal;
  }

  /** What goes out, and how long it is held back. */
  record Reply(WireAnswer answer, Duration delay) {}

  Reply handle(ApiRequest request) {
    if (request.isControl()) {
      return new Reply(WireAnswer.of(guarded(() -> control(request))), Duration.ZERO);
    }
    Optional<Operation> operation =
        ApiPath.behindPrefix(request.segments())
            .flatMap(segments -> Operation.of(request.method(), segments));
    journal.count(operation.map(Operation::title).orElseGet(request::title));
    boolean followUp = request.parameter("nextPageKey").isPresent();
    FaultPlan.Strike strike = faults.strike(operation, followUp);
    Supplier<ApiResponse> service = () -> guarded(() -> answer(operation, request));
    WireAnswer answer =
        strike
            .fault()
            .map(fault -> faulted.answer(fault, operation, request, service))
            .orElseGet(() -> WireAnswer.of(service.get()));
    return new Reply(answer, strike.delay());
  }

  /** The faults that befall requests; setting them begins their counts anew. */
  FaultPlan faults() {
    return faults;
  }

  private ApiResponse answer(Optional<Operation> operation, ApiRequest request) {
    authentication.require(request);
    if (request.bodyBytes() > MAX_BODY_BYTES) {
      throw new ApiFailure(413, "The request body is larger than 1 MB.");
    }
    synchronized (store) {
      return dispatch(operation.orElseThrow(() -> new ApiFailure(404, "Not found")), request);
    }
  }

  private static ApiResponse guarded(Supplier<ApiResponse> service) {
    try {
      return service.get();
    } catch (ApiFailure failure) {
      return failure.toEnvelope();
    }
  }

  /** The objects as the service would list them with all fields, for tests and for people. */
  ArrayNode objects() {
    synchronized (store) {
      ArrayNode all = ApiResponse.JSON.createArrayNode();
      for (StoredObject object : store.all()) {
        all.add(
            SettingsReads.node(
                object,
                List.of(
                    "objectId",
                    "scope",
                    "schemaId",
                    "externalId",
                    "value",
                    "updateToken",
                    "modified",
                    "author")));
      }
      return all;
    }
  }

  private ApiResponse dispatch(Operation operation, ApiRequest request) {
    return switch (operation) {
      case LIST_OBJECTS -> reads.list(request);
      case CREATE_OBJECTS -> writes.post(request);
      case GET_OBJECT -> reads.get(request.lastSegment());
      case UPDATE_OBJECT -> writes.put(request.lastSegment(), request);
      case DELETE_OBJECT -> writes.delete(request.lastSegment(), request);
      case LIST_ENTITIES -> entities.list(request);
      case LOOKUP_TOKEN -> authentication.lookup(request);
      default -> throw new ApiFailure(404, "Not found");
    };
  }

  private ApiResponse control(ApiRequest request) {
    return switch (request.title()) {
      case "GET /__simulator/requests" -> ApiResponse.json(200, journal.toJson());
      case "DELETE /__simulator/requests" -> {
        journal.clear();
        yield ApiResponse.empty(204);
      }
      case "GET /__simulator/objects" -> ApiResponse.json(200, objects());
      case "GET /__simulator/faults" -> ApiResponse.json(200, FaultJson.write(faults.faults()));
      case "PUT /__simulator/faults" -> {
        faults.set(FaultJson.read(SettingsWrites.parse(request.body())));
        yield ApiResponse.empty(204);
      }
      case "DELETE /__simulator/faults" -> {
        faults.set(List.of());
        yield ApiResponse.empty(204);
      }
      case "POST /__simulator/reset" -> {
        journal.clear();
        faults.set(List.of());
        synchronized (store) {
          store.clear();
        }
        yield ApiResponse.empty(204);
      }
      default -> throw new ApiFailure(404, "The simulator has no control " + request.title());
    };
  }

  /** Somebody else, who writes objects as they are. */
  private final class SomebodyElse implements FaultedService.StaleTokens {

    @Override
    public void touch(String objectId) {
      synchronized (store) {
        store.find(objectId).ifPresent(writes::touch);
      }
    }

    @Override
    public void touchAll() {
      synchronized (store) {
        store.all().forEach(writes::touch);
      }
    }
  }
}

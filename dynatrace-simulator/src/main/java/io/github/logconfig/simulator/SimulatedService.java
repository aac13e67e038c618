package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The service behind the HTTP engine: takes a request, finds its operation, and answers. */
final class SimulatedService {

  private static final String OBJECTS = "/api/v2/settings/objects";
  private static final String OBJECT = OBJECTS + "/{objectId}";
  private static final int MAX_BODY_BYTES = 1_048_576;

  private final SettingsStore store = new SettingsStore();
  private final RequestJournal journal = new RequestJournal();
  private final TokenAuthentication authentication;
  private final SettingsReads reads = new SettingsReads(store);
  private final SettingsWrites writes;
  private final EntityReads entities;

  SimulatedService(Optional<String> token, List<SimulatedEntity> entities, Clock clock) {
    this.authentication = new TokenAuthentication(token);
    this.writes = new SettingsWrites(store, clock);
    this.entities = new EntityReads(entities);
  }

  RequestJournal journal() {
    return journal;
  }

  ApiResponse handle(ApiRequest request) {
    try {
      String path = "/" + String.join("/", request.segments());
      if (path.startsWith("/__simulator/")) {
        return control(request.method() + " " + path);
      }
      String operation = request.method() + " " + template(request, path);
      journal.count(operation);
      authentication.require(request);
      if (request.bodyBytes() > MAX_BODY_BYTES) {
        throw new ApiFailure(413, "The request body is larger than 1 MB.");
      }
      synchronized (store) {
        return dispatch(operation, request);
      }
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

  private ApiResponse dispatch(String operation, ApiRequest request) {
    return switch (operation) {
      case "GET " + OBJECTS -> reads.list(request);
      case "POST " + OBJECTS -> writes.post(request);
      case "GET " + OBJECT -> reads.get(request.segments().get(4));
      case "PUT " + OBJECT -> writes.put(request.segments().get(4), request);
      case "DELETE " + OBJECT -> writes.delete(request.segments().get(4), request);
      case "GET /api/v2/entities" -> entities.list(request);
      case "POST /api/v2/apiTokens/lookup" -> authentication.lookup(request);
      default -> throw new ApiFailure(404, "Not found");
    };
  }

  private ApiResponse control(String operation) {
    return switch (operation) {
      case "GET /__simulator/requests" -> ApiResponse.json(200, journal.toJson());
      case "GET /__simulator/objects" -> ApiResponse.json(200, objects());
      case "DELETE /__simulator/requests" -> {
        journal.clear();
        yield ApiResponse.empty(204);
      }
      case "POST /__simulator/reset" -> {
        journal.clear();
        synchronized (store) {
          store.clear();
        }
        yield ApiResponse.empty(204);
      }
      default -> throw new ApiFailure(404, "The simulator has no control " + operation);
    };
  }

  private static String template(ApiRequest request, String path) {
    boolean oneObject = request.segments().size() == 5 && path.startsWith(OBJECTS + "/");
    return oneObject ? OBJECT : path;
  }
}

package io.github.logconfig.simulator.internal.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.agents.WorkloadJson;
import io.github.logconfig.simulator.internal.entities.EntityJson;
import io.github.logconfig.simulator.internal.faults.FaultJson;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.DurationText;
import io.github.logconfig.simulator.internal.http.Quoted;
import io.github.logconfig.simulator.internal.http.SimulatedService;
import java.util.List;

/** The control paths below {@code /__simulator}. */
public final class ControlPaths {

  private final SimulatedService service;
  private final Runnable toTheBeginning;

  /**
   * @param toTheBeginning makes the objects what they were at the start
   */
  public ControlPaths(SimulatedService service, Runnable toTheBeginning) {
    this.service = service;
    this.toTheBeginning = toTheBeginning;
  }

  public ApiResponse answer(ApiRequest request) {
    return switch (request.title()) {
      case "GET /__simulator/requests" -> ApiResponse.json(200, service.journal().toJson());
      case "DELETE /__simulator/requests" -> {
        service.journal().clear();
        yield ApiResponse.empty(204);
      }
      case "GET /__simulator/contract" -> ApiResponse.json(200, service.checks().toJson());
      case "GET /__simulator/objects" -> ApiResponse.json(200, service.objects());
      case "GET /__simulator/entities" ->
          ApiResponse.json(200, EntityJson.write(service.entities()));
      case "POST /__simulator/entities" -> {
        try {
          service.addEntities(EntityJson.read(json(request), service.entities().all()));
        } catch (IllegalArgumentException e) {
          throw new ApiFailure(400, String.valueOf(e.getMessage()));
        }
        yield ApiResponse.empty(204);
      }
      case "GET /__simulator/faults" ->
          ApiResponse.json(200, FaultJson.write(service.faults().faults()));
      case "PUT /__simulator/faults" -> {
        service.faults().set(FaultJson.read(json(request)));
        yield ApiResponse.empty(204);
      }
      case "DELETE /__simulator/faults" -> {
        service.faults().set(List.of());
        yield ApiResponse.empty(204);
      }
      case "GET /__simulator/workloads" ->
          ApiResponse.json(
              200,
              new WorkloadJson(service.agents().workloads(), service.queries().settings()).write());
      case "PUT /__simulator/workloads" -> {
        try {
          WorkloadJson read = WorkloadJson.read(json(request), service.entities().all());
          service.agents().set(read.workloads());
          service.queries().set(read.queries());
        } catch (IllegalArgumentException e) {
          throw new ApiFailure(400, String.valueOf(e.getMessage()));
        }
        yield ApiResponse.empty(204);
      }
      case "GET /__simulator/clock" -> time();
      case "POST /__simulator/clock" -> {
        try {
          service.clock().advance(DurationText.parse(json(request).path("advance").asText()));
        } catch (IllegalArgumentException e) {
          throw new ApiFailure(400, "\"advance\": " + e.getMessage());
        }
        yield time();
      }
      case "GET /__simulator/snapshot" -> ApiResponse.json(200, service.snapshot().take());
      case "PUT /__simulator/snapshot" -> {
        service.snapshot().restore(json(request));
        yield ApiResponse.empty(204);
      }
      case "POST /__simulator/reset" -> {
        service.journal().clear();
        service.faults().set(List.of());
        toTheBeginning.run();
        yield ApiResponse.empty(204);
      }
      default -> throw new ApiFailure(404, "The simulator has no control " + request.title());
    };
  }

  private ApiResponse time() {
    String now = service.clock().instant().toString();
    return ApiResponse.json(200, ApiResponse.JSON.createObjectNode().put("now", now));
  }

  private static JsonNode json(ApiRequest request) {
    try {
      JsonNode json = ApiResponse.JSON.readTree(request.body());
      if (!json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new ApiFailure(
          400,
          "The body is not JSON: "
              + Quoted.text(e.getOriginalMessage())
              + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
    }
    throw new ApiFailure(400, "The body is empty; JSON is expected.");
  }
}

package io.github.logconfig.dynatrace.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectCreateDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectsApi;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.mapping.SettingsMapping;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends new objects in requests that the service takes, one after the other, since the order of
 * objects may count. A request that fails as a whole does not keep the others from being sent.
 */
public final class CreateRequests {

  static final String CREATE = "POST /settings/objects";

  /** The service takes 1 MB; this leaves room whichever way it counts. */
  static final int MAX_BODY_BYTES = 1_000_000;

  private final Exchange exchange;
  private final SettingsObjectsApi api;
  private final int maxObjects;
  private final @Nullable Boolean adminAccess;

  CreateRequests(
      Exchange exchange, SettingsObjectsApi api, int maxObjects, @Nullable Boolean adminAccess) {
    this.exchange = exchange;
    this.api = api;
    this.maxObjects = maxObjects;
    this.adminAccess = adminAccess;
  }

  BatchResult create(List<NewSettingsObject> objects) {
    return sendAll(objects, null);
  }

  BatchResult validate(List<NewSettingsObject> objects) {
    return sendAll(objects, true);
  }

  private BatchResult sendAll(List<NewSettingsObject> objects, @Nullable Boolean validateOnly) {
    List<List<NewSettingsObject>> requests = split(objects, maxObjects);
    Deadline deadline = exchange.deadline();
    List<BatchResult.Item> items = new ArrayList<>();
    int failures = 0;
    DynatraceException first = null;
    for (List<NewSettingsObject> request : requests) {
      try {
        items.addAll(send(request, validateOnly, deadline).items());
      } catch (DynatraceException e) {
        failures++;
        first = first == null || isWorse(e, first) ? e : first;
        request.forEach(object -> items.add(BatchResult.Item.failed(e)));
      }
    }
    if (first != null && failures == requests.size()) {
      throw first;
    }
    return new BatchResult(items);
  }

  /** That something may have been written is what the caller has to know. */
  private static boolean isWorse(DynatraceException one, DynatraceException other) {
    return one instanceof OutcomeUnknownException && !(other instanceof OutcomeUnknownException);
  }

  private BatchResult send(
      List<NewSettingsObject> objects, @Nullable Boolean validateOnly, Deadline deadline) {
    Operation operation = operation(objects, validateOnly != null);
    List<SettingsObjectCreateDto> body = objects.stream().map(SettingsMapping::toDto).toList();
    try {
      List<SettingsObjectResultDto> results =
          exchange.sendOrFail(
              operation,
              deadline,
              () -> api.createSettingsObjects(body, validateOnly, adminAccess));
      if (results.size() != objects.size()) {
        throw Exchange.unreadable(
            operation, results.size() + " results for " + objects.size() + " objects");
      }
      if (!results.stream().allMatch(result -> result != null && result.getCode() != null)) {
        throw Exchange.unreadable(operation, "a result without a code");
      }
      return exchange.read(CREATE, () -> SettingsMapping.toBatchResult(results, exchange::redact));
    } catch (OperationFailed failed) {
      // if every object is refused, the status is theirs and the body tells of each
      List<JsonNode> results =
          failed.failure() instanceof HttpFailure.Refused refused
              ? ErrorDecoder.resultsOf(refused.body(), objects.size())
              : List.of();
      if (results.isEmpty()) {
        throw Exchange.typed(operation, failed);
      }
      return SettingsMapping.toBatchResult(results, exchange::redact);
    }
  }

  /** An object with an external id replaces itself; one without would be there twice. */
  private static Operation operation(List<NewSettingsObject> objects, boolean validateOnly) {
    if (validateOnly) {
      return Operation.read(CREATE);
    }
    return objects.stream().allMatch(object -> object.externalId().isPresent())
        ? Operation.repeatableWrite(CREATE)
        : Operation.singleWrite(CREATE);
  }

  /** Consecutive parts, each within the bounds of one request. */
  public static List<List<NewSettingsObject>> split(
      List<NewSettingsObject> objects, int maxObjects) {
    List<List<NewSettingsObject>> requests = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < objects.size(); i++) {
      int size = encodedBytes(objects.get(i), i);
      if (i > from && (i - from == maxObjects || bytes + size + 2 > MAX_BODY_BYTES)) {
        requests.add(objects.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += size + 1;
    }
    if (from < objects.size()) {
      requests.add(objects.subList(from, objects.size()));
    }
    return requests;
  }

  /** How large a request body will be. */
  static int bytesOf(Object body) {
    try {
      return Json.MAPPER.writeValueAsBytes(body).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int encodedBytes(NewSettingsObject object, int index) {
    int size = bytesOf(SettingsMapping.toDto(object));
    if (size + 2 > MAX_BODY_BYTES) {
      String name =
          object.externalId().map(id -> "external id " + id.value()).orElse("no external id");
      throw new InvalidArgumentException(
          "object " + index + " of the list",
          name,
          "small enough: it takes " + size + " bytes, a request at most " + MAX_BODY_BYTES);
    }
    return size;
  }
}

package io.github.logconfig.dynatrace.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
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
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Query;

/**
 * Creates or validates objects in requests of limited size, one after the other, since the order of
 * objects may count. Each object is serialized once: its bytes decide which request it belongs to,
 * and are sent. A request that fails as a whole does not prevent the next ones.
 */
final class CreateRequests {

  /** The service accepts 1 MB. */
  static final int MAX_BODY_BYTES = 1_000_000;

  private static final String CREATE = "POST /settings/objects";
  private static final MediaType JSON = MediaType.get("application/json");

  private final Exchange exchange;
  private final Api api;
  private final int maxObjects;
  private final @Nullable Boolean adminAccess;

  CreateRequests(Exchange exchange, int maxObjects, @Nullable Boolean adminAccess) {
    this.exchange = exchange;
    this.api = exchange.create(Api.class);
    this.maxObjects = maxObjects;
    this.adminAccess = adminAccess;
  }

  /** The generated method serializes its argument; this one takes a serialized body. */
  interface Api {
    @POST("settings/objects")
    Call<List<SettingsObjectResultDto>> create(
        @Body RequestBody body,
        @Query("validateOnly") @Nullable Boolean validateOnly,
        @Query("adminAccess") @Nullable Boolean adminAccess);
  }

  /** One request, with the objects and their bytes. */
  static final class Part {

    private final List<NewSettingsObject> objects = new ArrayList<>();
    private final List<byte[]> items = new ArrayList<>();
    private int bytes = 1;

    int size() {
      return objects.size();
    }

    boolean takes(byte[] item, int maxObjects) {
      return objects.isEmpty()
          || (objects.size() < maxObjects && bytes + item.length + 1 <= MAX_BODY_BYTES);
    }

    void add(NewSettingsObject object, byte[] item) {
      objects.add(object);
      items.add(item);
      // with the bracket or comma behind it
      bytes += item.length + 1;
    }

    RequestBody body() {
      Buffer body = new Buffer();
      for (byte[] item : items) {
        body.writeUtf8(body.size() == 0 ? "[" : ",").write(item);
      }
      return RequestBody.create(body.writeUtf8("]").readByteArray(), JSON);
    }

    /** An object with an external id replaces itself; one without would be created twice. */
    Operation operation(boolean validateOnly) {
      if (validateOnly) {
        return Operation.read(CREATE);
      }
      return objects.stream().allMatch(object -> object.externalId().isPresent())
          ? Operation.repeatableWrite(CREATE)
          : Operation.singleWrite(CREATE);
    }
  }

  /** Sends all objects; the flag is null to create them. */
  BatchResult send(List<NewSettingsObject> objects, @Nullable Boolean validateOnly) {
    List<Part> parts = split(objects, maxObjects);
    Deadline deadline = exchange.deadline();
    List<BatchResult.Item> items = new ArrayList<>();
    int failures = 0;
    DynatraceException first = null;
    for (Part part : parts) {
      try {
        items.addAll(send(part, validateOnly, deadline).items());
      } catch (DynatraceException e) {
        failures++;
        first = first == null || isWorse(e, first) ? e : first;
        part.objects.forEach(object -> items.add(BatchResult.Item.failed(e)));
      }
    }
    if (first != null && failures == parts.size()) {
      throw first;
    }
    return new BatchResult(items);
  }

  /** The caller must learn that something may have been written. */
  private static boolean isWorse(DynatraceException one, DynatraceException other) {
    return one instanceof OutcomeUnknownException && !(other instanceof OutcomeUnknownException);
  }

  private BatchResult send(Part part, @Nullable Boolean validateOnly, Deadline deadline) {
    Operation operation = part.operation(validateOnly != null);
    RequestBody body = part.body();
    try {
      HttpTransport.Answer<List<SettingsObjectResultDto>> answer =
          exchange.answerOrFail(
              operation, deadline, () -> api.create(body, validateOnly, adminAccess));
      List<SettingsObjectResultDto> results = answer.body();
      if (results.size() != part.size()) {
        throw Exchange.unreadable(
            operation, results.size() + " results for " + part.size() + " objects");
      }
      if (!results.stream().allMatch(result -> result != null && result.getCode() != null)) {
        throw Exchange.unreadable(operation, "a result without a code");
      }
      return exchange.read(
          CREATE,
          () -> SettingsMapping.toBatchResult(results, answer.requestId(), exchange::redact));
    } catch (OperationFailed failed) {
      // if every object is rejected, the response has their status and a result for each
      if (failed.failure() instanceof HttpFailure.Refused rejected) {
        List<JsonNode> results = ErrorDecoder.resultsOf(rejected.body(), part.size());
        if (!results.isEmpty()) {
          return SettingsMapping.toBatchResult(results, rejected.requestId(), exchange::redact);
        }
      }
      throw Exchange.toException(operation, failed);
    }
  }

  /** Splits objects into consecutive requests. */
  static List<Part> split(List<NewSettingsObject> objects, int maxObjects) {
    List<Part> parts = new ArrayList<>();
    Part part = new Part();
    for (int i = 0; i < objects.size(); i++) {
      byte[] item = serialized(objects.get(i), i);
      if (!part.takes(item, maxObjects)) {
        parts.add(part);
        part = new Part();
      }
      part.add(objects.get(i), item);
    }
    if (part.size() > 0) {
      parts.add(part);
    }
    return parts;
  }

  /** Serializes a body. */
  static byte[] bytesOf(Object body) {
    try {
      return Json.MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] serialized(NewSettingsObject object, int index) {
    byte[] item = bytesOf(SettingsMapping.toDto(object));
    if (item.length + 2 > MAX_BODY_BYTES) {
      String name = object.externalId().map(id -> ", external id " + id.value()).orElse("");
      throw new InvalidArgumentException(
          "object %d of the list%s takes %d bytes, more than the %d of a request"
              .formatted(index, name, item.length, MAX_BODY_BYTES));
    }
    return item;
  }
}

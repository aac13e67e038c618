package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.internal.generated.EffectiveSettingsValuePageDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectPageDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectUpdateDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectsApi;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.mapping.SettingsMapping;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.EffectiveValue;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Settings objects over HTTP. */
public final class HttpSettingsClient implements SettingsClient {

  private static final String LIST = "GET /settings/objects";
  private static final String EFFECTIVE = "GET /settings/effectiveValues";
  private static final Operation GET = Operation.read("GET /settings/objects/{objectId}");
  private static final String UPDATE = "PUT /settings/objects/{objectId}";
  private static final Operation DELETE =
      Operation.repeatableWrite("DELETE /settings/objects/{objectId}");
  private static final String OBJECT_ID = "objectId";
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final Exchange exchange;
  private final SettingsObjectsApi api;
  private final int maxObjectsPerRequest;
  private final @Nullable Boolean adminAccess;
  private final CreateRequests creates;

  public HttpSettingsClient(
      Exchange exchange, int maxObjectsPerRequest, @Nullable Boolean adminAccess) {
    this.exchange = exchange;
    this.api = exchange.create(SettingsObjectsApi.class);
    this.maxObjectsPerRequest = maxObjectsPerRequest;
    this.adminAccess = adminAccess;
    this.creates = new CreateRequests(exchange, maxObjectsPerRequest, adminAccess);
  }

  @Override
  public SettingsClient withAdminAccess() {
    return new HttpSettingsClient(exchange, maxObjectsPerRequest, true);
  }

  @Override
  public Stream<SettingsObject> list(SettingsQuery query) {
    return list(query, exchange.suspendedDeadline(), true);
  }

  @Override
  public <R> R collect(SettingsQuery query, Collector<? super SettingsObject, ?, R> collector) {
    Deadline deadline = exchange.suspendedDeadline();
    for (int readings = 1; ; readings++) {
      try {
        return list(query, deadline, false).collect(collector);
      } catch (PagedIterator.ListChanged changed) {
        if (readings == PagedIterator.MOST_READINGS) {
          throw PagedIterator.changing(LIST);
        }
        deadline.resume();
        exchange.pause(LIST, readings, deadline);
        deadline.suspend();
      }
    }
  }

  private Stream<SettingsObject> list(SettingsQuery query, Deadline deadline, boolean rereads) {
    List<SettingsQuery> parts = SettingsQuerySplitter.of(query);
    return parts.size() == 1
        ? pages(query, deadline, rereads)
        : parts.stream().flatMap(part -> pages(part, deadline, rereads));
  }

  @Override
  public SettingsObject get(SettingsObjectId objectId) {
    SettingsObjectDto dto =
        exchange.send(GET, () -> api.getSettingsObject(objectId.value(), adminAccess));
    if (dto.getObjectId() == null) {
      Object unused = Exchange.required(GET.name(), "objectId or value", dto.getValue());
    }
    return exchange.read(GET.name(), () -> SettingsMapping.toObject(dto));
  }

  @Override
  public Stream<EffectiveValue> effectiveValues(EffectiveValuesQuery query) {
    return new PagedIterator<>(
            EFFECTIVE,
            (key, until) -> effectivePage(query, key, until),
            DeliveredItems.byPosition(EffectiveValue::toString),
            exchange::pause,
            exchange.suspendedDeadline(),
            true)
        .stream();
  }

  @Override
  public BatchResult create(List<NewSettingsObject> objects) {
    return creates.send(objects, null);
  }

  @Override
  public int maxObjectsPerRequest() {
    return maxObjectsPerRequest;
  }

  @Override
  public BatchResult validate(List<NewSettingsObject> objects) {
    return creates.send(objects, true);
  }

  @Override
  public void update(SettingsUpdate update) {
    Operation operation = Operation.repeatableWrite(UPDATE);
    try {
      SettingsObjectResultDto result =
          exchange.sendOrFail(operation, exchange.deadline(), put(update, null));
      requireCode(operation, result);
    } catch (OperationFailed failed) {
      boolean mayBeOwn = failed.earlierMayHaveHappened() && update.updateToken().isPresent();
      DynatraceException failure = Exchange.toException(operation, failed);
      if (!mayBeOwn || Exchange.statusOf(failed) != CONFLICT) {
        throw failure;
      }
      requireWritten(update, failure);
    }
  }

  @Override
  public Optional<SettingsError> validate(SettingsUpdate update) {
    Operation operation = Operation.read(UPDATE);
    try {
      SettingsObjectResultDto result =
          exchange.sendOrFail(operation, exchange.deadline(), put(update, true));
      requireCode(operation, result);
      return Optional.empty();
    } catch (OperationFailed failed) {
      int status = Exchange.statusOf(failed);
      if (failed.failure() instanceof HttpFailure.Refused rejected
          && (status == BAD_REQUEST || status == CONFLICT)) {
        return Optional.of(ErrorDecoder.decode(status, rejected.body()));
      }
      throw Exchange.toException(operation, failed);
    }
  }

  @Override
  public void delete(SettingsObjectId objectId) {
    delete(objectId, (String) null);
  }

  @Override
  public void delete(SettingsObjectId objectId, UpdateToken updateToken) {
    delete(objectId, updateToken.value());
  }

  private void delete(SettingsObjectId objectId, @Nullable String token) {
    try {
      exchange.sendWithoutBodyOrFail(
          DELETE, () -> api.deleteSettingsObject(objectId.value(), token, adminAccess));
    } catch (OperationFailed failed) {
      boolean mayBeOwn = failed.earlierMayHaveHappened();
      if (!mayBeOwn || Exchange.statusOf(failed) != NOT_FOUND) {
        throw Exchange.toException(DELETE, failed);
      }
    }
  }

  private static void requireCode(Operation operation, SettingsObjectResultDto result) {
    if (result.getCode() == null) {
      throw Exchange.unreadable(operation, "the response is JSON, but without \"code\"");
    }
  }

  /** After a lost response, a conflict may have been caused by the first attempt. */
  private void requireWritten(SettingsUpdate update, DynatraceException conflict) {
    boolean written;
    try {
      written =
          get(update.objectId())
              .value()
              .filter(it -> Json.sameValue(it, update.value()))
              .isPresent();
    } catch (DynatraceException unreadable) {
      conflict.addSuppressed(unreadable);
      throw new OutcomeUnknownException(UPDATE, conflict);
    }
    if (!written || !update.placement().equals(Placement.UNCHANGED)) {
      throw new OutcomeUnknownException(UPDATE, conflict);
    }
  }

  private Supplier<Call<SettingsObjectResultDto>> put(
      SettingsUpdate update, @Nullable Boolean validateOnly) {
    SettingsObjectUpdateDto body = SettingsMapping.toDto(update);
    int size = CreateRequests.bytesOf(body).length;
    if (size > CreateRequests.MAX_BODY_BYTES) {
      throw new InvalidArgumentException(
          "the update of object %s takes %d bytes, more than the %d of a request"
              .formatted(update.objectId().value(), size, CreateRequests.MAX_BODY_BYTES));
    }
    return () ->
        api.updateSettingsObject(update.objectId().value(), body, validateOnly, adminAccess);
  }

  private Stream<SettingsObject> pages(SettingsQuery query, Deadline deadline, boolean rereads) {
    return new PagedIterator<>(
            LIST,
            (key, until) -> page(query, key, until),
            DeliveredItems.byId(HttpSettingsClient::idOf),
            exchange::pause,
            deadline,
            rereads)
        .stream();
  }

  private PagedIterator.Page<SettingsObject> page(
      SettingsQuery query, @Nullable String key, Deadline deadline) {
    SettingsObjectPageDto dto =
        exchange.send(
            Operation.read(LIST), deadline, () -> key == null ? first(query) : further(key));
    return new PagedIterator.Page<>(
        exchange.read(
            LIST,
            () -> SettingsMapping.toObjects(Exchange.required(LIST, "items", dto.getItems()))),
        dto.getTotalCount(),
        SettingsMapping.filled(dto.getNextPageKey()).orElse(null));
  }

  private Call<SettingsObjectPageDto> first(SettingsQuery query) {
    return api.listSettingsObjects(
        joined(query.schemaIds()),
        joined(query.scopes()),
        joined(query.externalIds()),
        withId(query.fields()),
        query.filter().orElse(null),
        query.sort().orElse(null),
        query.pageSize(),
        null,
        adminAccess);
  }

  /** A page key must be the only parameter. */
  private Call<SettingsObjectPageDto> further(String key) {
    return api.listSettingsObjects(null, null, null, null, null, null, null, key, null);
  }

  private PagedIterator.Page<EffectiveValue> effectivePage(
      EffectiveValuesQuery query, @Nullable String key, Deadline deadline) {
    EffectiveSettingsValuePageDto dto =
        exchange.send(
            Operation.read(EFFECTIVE),
            deadline,
            () ->
                key == null
                    ? api.listEffectiveSettingsValues(
                        joined(query.schemaIds()),
                        query.scope().value(),
                        SettingsMapping.EFFECTIVE_VALUE_FIELDS,
                        query.pageSize(),
                        null,
                        adminAccess)
                    : api.listEffectiveSettingsValues(null, null, null, null, key, null));
    return new PagedIterator.Page<>(
        exchange.read(
            EFFECTIVE,
            () ->
                SettingsMapping.toEffectiveValues(
                    Exchange.required(EFFECTIVE, "items", dto.getItems()))),
        null,
        SettingsMapping.filled(dto.getNextPageKey()).orElse(null));
  }

  private static @Nullable String idOf(SettingsObject object) {
    return object.objectId().map(SettingsObjectId::value).orElse(null);
  }

  private static @Nullable String joined(List<? extends Record> values) {
    return values.isEmpty()
        ? null
        : values.stream().map(Record::toString).collect(Collectors.joining(","));
  }

  /** Without ids a list could not be restarted. */
  private static String withId(Set<String> fields) {
    String joined = String.join(",", fields);
    return fields.contains(OBJECT_ID) ? joined : OBJECT_ID + "," + joined;
  }
}

package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Deadline;
import io.github.logconfig.dynatrace.internal.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.HttpFailure;
import io.github.logconfig.dynatrace.internal.Operation;
import io.github.logconfig.dynatrace.internal.OperationFailed;
import io.github.logconfig.dynatrace.internal.generated.EffectiveSettingsValuePageDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectPageDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectUpdateDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectsApi;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Settings objects of one environment.
 *
 * <p>What {@link RetryPolicy} says is sent again, until the client's total timeout. Then every
 * method ends in
 *
 * <ul>
 *   <li>a {@link DynatraceTransportException} if no answer came,
 *   <li>a {@link DynatraceResponseException} if the answer cannot be read,
 *   <li>the {@link DynatraceApiException} of its status if the service refuses,
 *   <li>a {@link CredentialsException} if there is nothing to authorize the request with,
 *   <li>a {@link CallInterruptedException} if the calling thread is interrupted,
 *   <li>and, if it writes, an {@link OutcomeUnknownException} if the write may or may not have been
 *       carried out.
 * </ul>
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class SettingsClient {

  private static final String LIST = "GET /settings/objects";
  private static final String EFFECTIVE = "GET /settings/effectiveValues";
  private static final Operation GET = Operation.read("GET /settings/objects/{objectId}");
  private static final String UPDATE = "PUT /settings/objects/{objectId}";
  private static final Operation DELETE =
      Operation.repeatableWrite("DELETE /settings/objects/{objectId}");
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final Exchange exchange;
  private final SettingsObjectsApi api;
  private final int maxObjectsPerRequest;
  private final @Nullable Boolean adminAccess;
  private final CreateRequests creates;

  SettingsClient(Exchange exchange, int maxObjectsPerRequest, @Nullable Boolean adminAccess) {
    this.exchange = exchange;
    this.api = exchange.create(SettingsObjectsApi.class);
    this.maxObjectsPerRequest = maxObjectsPerRequest;
    this.adminAccess = adminAccess;
    this.creates = new CreateRequests(exchange, api, maxObjectsPerRequest, adminAccess);
  }

  /**
   * The same objects as an administrator sees them: those of other owners, too, in schemas with
   * access control by owner. Needs the permission {@code settings:objects:admin} in addition, and
   * version 1.306 of the service.
   *
   * @return a client that asks for admin access with every request
   */
  public SettingsClient withAdminAccess() {
    return new SettingsClient(exchange, maxObjectsPerRequest, true);
  }

  /**
   * Lists objects, page by page as the stream is read. Objects of one scope come in their order;
   * scopes may be mixed. Needs the token scope {@code settings.read}. Idempotent. The whole list is
   * one operation: the client's total timeout counts the time spent reading its pages. Time that
   * the consumer of the stream takes does not count.
   *
   * <p>If the service no longer knows the list while it is read (status 400 for a further page), it
   * is read once more from the beginning. Objects that were delivered already are left out, also if
   * the service puts an object on two pages. Objects are identified by their ids, so the field
   * {@code objectId} is always requested; this takes about 60 bytes for every object of a list of
   * several pages. A page that is empty although the list continues is requested up to ten times.
   *
   * <p>A list that does not end is rejected: a {@link DynatraceTransportException} when the total
   * timeout has passed, and a {@link DynatraceResponseException} if a page key repeats, if eleven
   * pages in a row contain only delivered objects, and at more than 500,000 objects.
   *
   * <p>Scopes or external ids that take more than about 3,000 characters in an address are
   * requested by several requests, one after the other. Objects of one scope may then come in the
   * order of the requested external ids.
   *
   * @param query which objects, and which of their fields
   * @return the objects; the stream need not be closed, holds one page at a time, and throws what
   *     this class throws
   */
  public Stream<SettingsObject> list(SettingsQuery query) {
    List<SettingsQuery> parts = SettingsQueryParts.of(query);
    Deadline deadline = exchange.suspendedDeadline();
    return parts.size() == 1
        ? pages(query, deadline)
        : parts.stream().flatMap(part -> pages(part, deadline));
  }

  /**
   * Lists objects with their values read as a class of the caller's. Otherwise like {@link
   * #list(SettingsQuery)}.
   *
   * @param query which objects, and what to tell of them; the field {@code value} has to be asked
   *     for
   * @param type a class that Jackson can read
   * @param <T> the class
   * @return the objects; the stream ends in a {@link DynatraceResponseException} at a value that is
   *     none of that class
   */
  public <T> Stream<TypedSettingsObject<T>> list(SettingsQuery query, Class<T> type) {
    return list(query).map(object -> TypedSettingsObject.of(object, type));
  }

  /**
   * Reads one object with all of its fields. Needs the token scope {@code settings.read}.
   * Idempotent.
   *
   * @param objectId the object
   * @return the object
   * @throws ObjectNotFoundException if there is none of that id
   */
  public SettingsObject get(SettingsObjectId objectId) {
    SettingsObjectDto dto =
        exchange.send(GET, () -> api.getSettingsObject(objectId.value(), adminAccess));
    if (dto.getObjectId() == null) {
      Object unused = Exchange.required(GET.name(), "objectId or value", dto.getValue());
    }
    return exchange.read(GET.name(), () -> SettingsMapping.toObject(dto));
  }

  /**
   * Reads one object with its value as a class of the caller's. Otherwise like {@link
   * #get(SettingsObjectId)}.
   *
   * @param objectId the object
   * @param type a class that Jackson can read
   * @param <T> the class
   * @return the object
   * @throws ObjectNotFoundException if there is none of that id
   * @throws DynatraceResponseException if the value is none of that class
   */
  public <T> TypedSettingsObject<T> get(SettingsObjectId objectId, Class<T> type) {
    return TypedSettingsObject.of(get(objectId), type);
  }

  /**
   * Lists the values that are in force in a scope, wherever they come from, defaults included.
   * Needs the token scope {@code settings.read}. Idempotent.
   *
   * @param query which schemas, and in which scope
   * @return the values, page by page as the stream is read, within the bounds of {@link
   *     #list(SettingsQuery)}; if the service no longer knows the list, it is read once more if its
   *     beginning is still what was delivered, and otherwise the stream ends in an {@link
   *     InvalidRequestException}
   */
  public Stream<EffectiveValue> effectiveValues(EffectiveValuesQuery query) {
    return new PagedIterator<>(
            EFFECTIVE,
            (key, until) -> effectivePage(query, key, until),
            Identity.byPlace(EffectiveValue::toString),
            exchange::pause,
            exchange.suspendedDeadline())
        .stream();
  }

  /**
   * Creates objects, and replaces those whose external id is known in their schema and scope. Needs
   * the token scope {@code settings.write}. Idempotent for objects with an external id, but not for
   * others.
   *
   * <p>A long list goes out in several requests, one after the other: of 100 objects each (see
   * {@link DynatraceClient.Builder#maxObjectsPerRequest}), and of less than 1 MB (1,000,000 bytes)
   * as encoded. A request is sent again after a lost answer only if all of its objects have an
   * external id.
   *
   * @param objects the objects
   * @return what became of each, in the same order; also if the service refused all of them, or if
   *     one of several requests failed as a whole
   * @throws OutcomeUnknownException if every request failed as a whole, and one of them may have
   *     been carried out
   * @throws DynatraceException if every request failed as a whole and nothing was written, with the
   *     failure of the first
   * @throws InvalidArgumentException if one object is larger than a request may be; nothing has
   *     been sent then
   */
  public BatchResult create(List<NewSettingsObject> objects) {
    return creates.create(objects);
  }

  /**
   * Tells which objects {@link #create} would send in one request. Sends nothing. Callers who send
   * each part themselves can do so side by side.
   *
   * @param objects the objects
   * @return the objects in the same order, in consecutive parts
   * @throws InvalidArgumentException if one object is larger than a request may be
   */
  public List<List<NewSettingsObject>> requestsFor(List<NewSettingsObject> objects) {
    return CreateRequests.split(objects, maxObjectsPerRequest);
  }

  /**
   * Has objects checked that are not to be created yet. Changes nothing. Needs the token scope
   * {@code settings.write}. Idempotent. Otherwise like {@link #create}.
   *
   * @param objects the objects
   * @return what would become of each, in the same order
   * @throws DynatraceException if every request failed as a whole, with the failure of the first
   * @throws InvalidArgumentException if one object is larger than a request may be
   */
  public BatchResult validate(List<NewSettingsObject> objects) {
    return creates.validate(objects);
  }

  /**
   * Replaces the value of an object, and moves it if asked to. Needs the token scopes {@code
   * settings.read} and {@code settings.write}.
   *
   * <p>Sent again after a lost answer. If there is an update token and the second request meets a
   * conflict, the first one may have been the cause; then the object is read. If it holds the value
   * that was to be written, the update is done. If it does not, or if the object was to be moved,
   * too, this ends in an {@link OutcomeUnknownException}.
   *
   * @param update the object and its new state
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws InvalidRequestException if the service refuses the value
   * @throws ObjectNotFoundException if the object is gone
   * @throws OutcomeUnknownException if it cannot be told whether the update was carried out
   * @throws InvalidArgumentException if the update takes more than 1,000,000 bytes; nothing has
   *     been sent then
   */
  public void update(SettingsUpdate update) {
    Operation operation = Operation.repeatableWrite(UPDATE);
    try {
      SettingsObjectResultDto result =
          exchange.sendOrFail(operation, exchange.deadline(), put(update, null));
      requireCode(operation, result);
    } catch (OperationFailed failed) {
      boolean ownDoing = failed.earlierMayHaveHappened() && update.updateToken().isPresent();
      DynatraceException failure = Exchange.typed(operation, failed);
      if (!ownDoing || Exchange.statusOf(failed) != CONFLICT) {
        throw failure;
      }
      requireWritten(update, failure);
    }
  }

  /**
   * Has an update checked that is not to be carried out yet. Changes nothing. Needs the token
   * scopes {@code settings.read} and {@code settings.write}. Idempotent.
   *
   * @param update the object and its new state
   * @return why the service would refuse it (status 400 or 409); empty if it would not
   * @throws ObjectNotFoundException if the object is gone
   * @throws InvalidArgumentException if the update takes more than 1,000,000 bytes
   */
  public Optional<SettingsError> validate(SettingsUpdate update) {
    Operation operation = Operation.read(UPDATE);
    try {
      SettingsObjectResultDto result =
          exchange.sendOrFail(operation, exchange.deadline(), put(update, true));
      requireCode(operation, result);
      return Optional.empty();
    } catch (OperationFailed failed) {
      int status = Exchange.statusOf(failed);
      if (failed.failure() instanceof HttpFailure.Refused refused
          && (status == BAD_REQUEST || status == CONFLICT)) {
        return Optional.of(ErrorDecoder.decode(status, refused.body()));
      }
      throw Exchange.typed(operation, failed);
    }
  }

  /**
   * Deletes an object. Needs the token scope {@code settings.write}.
   *
   * <p>Sent again after a lost answer. If the second request does not find the object, the deletion
   * is done; if it meets a conflict, it was not carried out, since the object is still there.
   *
   * @param objectId the object
   * @param updateToken the state that is to be deleted; null to delete whatever state it is in
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws ObjectNotFoundException if the object was gone before
   */
  public void delete(SettingsObjectId objectId, @Nullable UpdateToken updateToken) {
    String token = updateToken == null ? null : updateToken.value();
    try {
      exchange.sendWithoutAnswerOrFail(
          DELETE, () -> api.deleteSettingsObject(objectId.value(), token, adminAccess));
    } catch (OperationFailed failed) {
      boolean ownDoing = failed.earlierMayHaveHappened();
      if (!ownDoing || Exchange.statusOf(failed) != NOT_FOUND) {
        throw Exchange.typed(DELETE, failed);
      }
    }
  }

  private static void requireCode(Operation operation, SettingsObjectResultDto result) {
    if (result.getCode() == null) {
      throw Exchange.unreadable(operation, "the answer is JSON, but without \"code\"");
    }
  }

  /** After a lost answer and a conflict: the conflict may be with ourselves. */
  private void requireWritten(SettingsUpdate update, DynatraceException conflict) {
    boolean written;
    try {
      written =
          get(update.objectId())
              .value()
              .filter(it -> JsonValues.same(it, update.value()))
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
    int size = CreateRequests.bytesOf(body);
    if (size > CreateRequests.MAX_BODY_BYTES) {
      throw new InvalidArgumentException(
          "update of object",
          update.objectId().value(),
          "small enough: it takes "
              + size
              + " bytes, a request at most "
              + CreateRequests.MAX_BODY_BYTES);
    }
    return () ->
        api.updateSettingsObject(update.objectId().value(), body, validateOnly, adminAccess);
  }

  private Stream<SettingsObject> pages(SettingsQuery query, Deadline deadline) {
    return new PagedIterator<>(
            LIST,
            (key, until) -> page(query, key, until),
            Identity.byId(SettingsClient::idOf),
            exchange::pause,
            deadline)
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
        SettingsMapping.filled(dto.getNextPageKey()).orElse(null));
  }

  private Call<SettingsObjectPageDto> first(SettingsQuery query) {
    return api.listSettingsObjects(
        joined(query.schemaIds()),
        joined(query.scopes()),
        joined(query.externalIds()),
        SettingsFields.withId(query.fields()),
        query.filter().orElse(null),
        query.sort().orElse(null),
        query.pageSize(),
        null,
        adminAccess);
  }

  /** A page key must stand alone. */
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
                        EffectiveValue.FIELDS,
                        query.pageSize(),
                        null,
                        adminAccess)
                    : api.listEffectiveSettingsValues(null, null, null, null, key, null));
    return new PagedIterator.Page<>(
        exchange.read(
            EFFECTIVE,
            () -> EffectiveValue.all(Exchange.required(EFFECTIVE, "items", dto.getItems()))),
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
}

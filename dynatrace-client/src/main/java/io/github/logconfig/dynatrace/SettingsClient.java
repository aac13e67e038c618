package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.internal.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.HttpFailure;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectPageDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectResultDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectsApi;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Settings objects of one environment.
 *
 * <p>Every method ends in a {@link DynatraceTransportException} if no answer comes, in a {@link
 * DynatraceResponseException} if the answer cannot be read, and in the {@link
 * DynatraceApiException} of its status if the service refuses. Nothing is retried.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class SettingsClient {

  private static final String LIST = "GET /settings/objects";
  private static final String GET = "GET /settings/objects/{objectId}";
  private static final String CREATE = "POST /settings/objects";
  private static final String UPDATE = "PUT /settings/objects/{objectId}";
  private static final String DELETE = "DELETE /settings/objects/{objectId}";

  private final Exchange exchange;
  private final SettingsObjectsApi api;

  SettingsClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(SettingsObjectsApi.class);
  }

  /**
   * Lists objects, page by page as the stream is read. Objects of one scope come in their order;
   * scopes may be mixed. Needs the token scope {@code settings.read}. Idempotent.
   *
   * @param query which objects, and what to tell of them
   * @return the objects; the stream need not be closed, holds one page at a time, and throws what
   *     this class throws
   */
  public Stream<SettingsObject> list(SettingsQuery query) {
    return new PagedIterator<>(LIST, key -> page(query, key)).stream();
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
    SettingsObjectDto dto = exchange.send(GET, api.getSettingsObject(objectId.value(), null));
    return SettingsMapping.toObject(dto);
  }

  /**
   * Creates objects, all in one request, and replaces those whose external id is known in their
   * schema and scope. Needs the token scope {@code settings.write}. Idempotent for objects with an
   * external id, but not for others.
   *
   * @param objects the objects, together less than 1 MB
   * @return what became of each, in the same order; also if the service refused all of them
   * @throws DynatraceApiException if the request as a whole was refused
   */
  public BatchResult create(List<NewSettingsObject> objects) {
    return post(objects, null);
  }

  /**
   * Has objects checked that are not to be created yet. Changes nothing. Needs the token scope
   * {@code settings.write}. Idempotent.
   *
   * @param objects the objects, together less than 1 MB
   * @return what would become of each, in the same order
   * @throws DynatraceApiException if the request as a whole was refused
   */
  public BatchResult validate(List<NewSettingsObject> objects) {
    return post(objects, true);
  }

  /**
   * Replaces the value of an object, and moves it if asked to. Needs the token scopes {@code
   * settings.read} and {@code settings.write}. Idempotent without an update token; with one, the
   * second request meets a conflict.
   *
   * @param update the object and its new state
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws InvalidRequestException if the service refuses the value
   * @throws ObjectNotFoundException if the object is gone
   */
  public void update(SettingsUpdate update) {
    SettingsObjectResultDto unused =
        exchange.send(
            UPDATE,
            api.updateSettingsObject(
                update.objectId().value(), SettingsMapping.toDto(update), null, null));
  }

  /**
   * Deletes an object. Needs the token scope {@code settings.write}. Idempotent, but that the
   * second request does not find the object.
   *
   * @param objectId the object
   * @param updateToken the state that is to be deleted; null to delete whatever state it is in
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws ObjectNotFoundException if the object is gone
   */
  public void delete(SettingsObjectId objectId, @Nullable UpdateToken updateToken) {
    String token = updateToken == null ? null : updateToken.value();
    exchange.sendWithoutAnswer(DELETE, api.deleteSettingsObject(objectId.value(), token, null));
  }

  private PagedIterator.Page<SettingsObject> page(SettingsQuery query, @Nullable String key) {
    SettingsObjectPageDto dto = exchange.send(LIST, key == null ? first(query) : further(key));
    return new PagedIterator.Page<>(
        Objects.requireNonNullElse(dto.getItems(), List.<SettingsObjectDto>of()).stream()
            .map(SettingsMapping::toObject)
            .toList(),
        dto.getNextPageKey());
  }

  private Call<SettingsObjectPageDto> first(SettingsQuery query) {
    return api.listSettingsObjects(
        joined(query.schemaIds()),
        joined(query.scopes()),
        joined(query.externalIds()),
        String.join(",", query.fields()),
        query.filter().orElse(null),
        null,
        query.pageSize(),
        null,
        null);
  }

  /** A page key must stand alone. */
  private Call<SettingsObjectPageDto> further(String key) {
    return api.listSettingsObjects(null, null, null, null, null, null, null, key, null);
  }

  private BatchResult post(List<NewSettingsObject> objects, @Nullable Boolean validateOnly) {
    if (objects.isEmpty()) {
      return new BatchResult(List.of());
    }
    try {
      List<SettingsObjectResultDto> results =
          exchange.sendOrRefused(
              CREATE,
              api.createSettingsObjects(
                  objects.stream().map(SettingsMapping::toDto).toList(), validateOnly, null));
      if (results.size() != objects.size()) {
        throw new DynatraceResponseException(
            CREATE, results.size() + " results for " + objects.size() + " objects", null);
      }
      return SettingsMapping.toBatchResult(results);
    } catch (HttpFailure.Refused refused) {
      // if every object is refused, the status is theirs and the body tells of each
      List<JsonNode> results = ErrorDecoder.resultsOf(refused.body(), objects.size());
      if (results.isEmpty()) {
        throw Exchange.typed(CREATE, refused);
      }
      return SettingsMapping.toBatchResult(results);
    }
  }

  private static @Nullable String joined(List<? extends Record> values) {
    return values.isEmpty()
        ? null
        : values.stream().map(Record::toString).collect(Collectors.joining(","));
  }
}

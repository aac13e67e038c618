package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.CallInterruptedException;
import io.github.logconfig.dynatrace.ConcurrentModificationConflict;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.InvalidRequestException;
import io.github.logconfig.dynatrace.ObjectNotFoundException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Stream;

/**
 * Reads and writes the settings objects of one environment.
 *
 * <p>Requests are retried as described by {@link RetryPolicy} until the client's total timeout.
 * Every method then fails with one of
 *
 * <ul>
 *   <li>{@link DynatraceTransportException} if no response was received,
 *   <li>{@link DynatraceResponseException} if the response cannot be read,
 *   <li>the {@link DynatraceApiException} of the status if the service rejects the request,
 *   <li>{@link CredentialsException} if there is no token to authorize the request with,
 *   <li>{@link CallInterruptedException} if the calling thread is interrupted,
 *   <li>{@link OutcomeUnknownException}, for a write that may or may not have been carried out.
 * </ul>
 *
 * <p>Can be implemented for tests without HTTP. Methods that are not overridden throw {@link
 * UnsupportedOperationException}, so an implementation has only what its test needs, and keeps
 * compiling when a later version adds methods.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @see DynatraceClient#settings()
 * @since 0.1.0
 */
public interface SettingsClient {

  /**
   * Returns a client that requests admin access: it also sees the objects of other owners in
   * schemas with access control by owner. Needs the permission {@code settings:objects:admin} in
   * addition, and version 1.306 of the service.
   *
   * @return a client that requests admin access with every request
   */
  default SettingsClient withAdminAccess() {
    throw new UnsupportedOperationException("withAdminAccess");
  }

  /**
   * Lists objects. Pages are read while the stream is read. Objects of one scope are in their
   * order; scopes may be mixed. Needs the token scope {@code settings.read}. Idempotent. The whole
   * list is one operation: the client's total timeout counts the time spent reading its pages, but
   * not the time that the consumer of the stream takes.
   *
   * <p>If the service no longer knows the list while it is read (status 400 for a further page), or
   * if the list becomes shorter, it is read again from the beginning. Objects that were already
   * delivered are skipped, also if the service puts an object on two pages; objects that were
   * missed come last, so {@link #collect} is for callers that need the order. Objects are
   * identified by their ids, so the field {@code objectId} is always requested; this takes about 60
   * bytes for every object of a list of several pages. A page that is empty although the list
   * continues is requested up to ten times.
   *
   * <p>A list that does not end is rejected: with a {@link DynatraceTransportException} when the
   * total timeout has passed, and with a {@link DynatraceResponseException} if a page key repeats,
   * if eleven pages in a row contain only delivered objects, and at more than 500,000 objects.
   *
   * <p>Scopes or external ids that take more than about 3,000 characters in a URL are split into
   * several requests, one after the other. Objects of one scope may then be in the order of the
   * requested external ids.
   *
   * @param query which objects to list, and which of their fields
   * @return the objects; the stream need not be closed, holds one page at a time, and throws what
   *     this class throws
   * @throws InvalidArgumentException if a sorted query needs several requests
   */
  default Stream<SettingsObject> list(SettingsQuery query) {
    throw new UnsupportedOperationException("list");
  }

  /**
   * Reads a list completely and in its order, although others may change it meanwhile. Pages are
   * offsets: if an object of an earlier page is deleted, {@link #list(SettingsQuery)} would miss an
   * object, or deliver it out of order. If the list becomes shorter while it is read, or if the
   * service no longer knows a page, everything is read again into a new container, up to ten times
   * with pauses. An object deleted in front while another is added behind cannot be noticed.
   * Otherwise like {@link #list(SettingsQuery)}.
   *
   * @param query which objects to read, and which of their fields
   * @param collector collects the objects; its supplier is called for each reading
   * @param <R> the result
   * @return the result of the collector
   * @throws DynatraceTransportException also if the list changes during all readings
   * @throws InvalidArgumentException if a sorted query needs several requests
   */
  default <R> R collect(SettingsQuery query, Collector<? super SettingsObject, ?, R> collector) {
    return list(query).collect(collector);
  }

  /**
   * Lists objects with their values converted to a class. Otherwise like {@link
   * #list(SettingsQuery)}.
   *
   * @param query which objects to list; its fields must include {@code value}
   * @param type a class that Jackson can read
   * @param <T> the class
   * @return the objects; the stream throws a {@link DynatraceResponseException} at a value that
   *     cannot be converted
   */
  default <T> Stream<TypedSettingsObject<T>> list(SettingsQuery query, Class<T> type) {
    return list(query).map(object -> TypedSettingsObject.of(object, type));
  }

  /**
   * Reads one object with all of its fields. Needs the token scope {@code settings.read}.
   * Idempotent.
   *
   * @param objectId the id of the object
   * @return the object
   * @throws ObjectNotFoundException if no object has that id
   */
  default SettingsObject get(SettingsObjectId objectId) {
    throw new UnsupportedOperationException("get");
  }

  /**
   * Reads one object with its value converted to a class. Otherwise like {@link
   * #get(SettingsObjectId)}.
   *
   * @param objectId the id of the object
   * @param type a class that Jackson can read
   * @param <T> the class
   * @return the object
   * @throws ObjectNotFoundException if no object has that id
   * @throws DynatraceResponseException if the value cannot be converted
   */
  default <T> TypedSettingsObject<T> get(SettingsObjectId objectId, Class<T> type) {
    return TypedSettingsObject.of(get(objectId), type);
  }

  /**
   * Finds the object with an external id, which is unique in its schema and scope. Needs the token
   * scope {@code settings.read}. Idempotent.
   *
   * @param schemaId the schema of the object
   * @param scope the scope of the object
   * @param externalId the external id
   * @return the object, without the fields that only {@link #get(SettingsObjectId)} reads; empty if
   *     there is none
   */
  default Optional<SettingsObject> findByExternalId(
      SchemaId schemaId, SettingsScope scope, ExternalId externalId) {
    return list(SettingsQuery.builder()
            .addSchemaId(schemaId)
            .addScope(scope)
            .addExternalId(externalId)
            .build())
        .findFirst();
  }

  /**
   * Lists the values that are effective in a scope, wherever they are set, defaults included. Needs
   * the token scope {@code settings.read}. Idempotent.
   *
   * @param query which schemas, and in which scope
   * @return the values; pages are read while the stream is read, within the bounds of {@link
   *     #list(SettingsQuery)}. If the service no longer knows the list, it is read once more if it
   *     still begins with the delivered values; otherwise the stream throws an {@link
   *     InvalidRequestException}
   */
  default Stream<EffectiveValue> effectiveValues(EffectiveValuesQuery query) {
    throw new UnsupportedOperationException("effectiveValues");
  }

  /**
   * Creates one object, or replaces the object with the same external id in its schema and scope.
   * Otherwise like {@link #create(List)}.
   *
   * @param object the object
   * @return the id of the object
   * @throws DynatraceApiException if the service rejects the object
   */
  default SettingsObjectId create(NewSettingsObject object) {
    List<SettingsObjectId> ids = create(List.of(object)).orThrow();
    if (ids.isEmpty()) {
      throw new OutcomeUnknownException(
          BatchResult.CREATE,
          new DynatraceResponseException(
              BatchResult.CREATE, "the response contains no object id", null));
    }
    return ids.get(0);
  }

  /**
   * Creates objects, and replaces those whose external id exists in their schema and scope. Needs
   * the token scope {@code settings.write}. Idempotent for objects with an external id, but not for
   * others.
   *
   * <p>A long list is sent in several requests, one after the other: {@link
   * #maxObjectsPerRequest()} objects and less than 1 MB (1,000,000 bytes) each. A request is
   * retried after a lost response only if all of its objects have an external id.
   *
   * @param objects the objects
   * @return the result of each object, in the same order; also if the service rejected all of them,
   *     or if one of several requests failed as a whole
   * @throws OutcomeUnknownException if every request failed as a whole, and one of them may have
   *     been carried out
   * @throws DynatraceException if every request failed as a whole and nothing was written; the
   *     failure of the first request
   * @throws InvalidArgumentException if one object is larger than a request may be; nothing has
   *     been sent
   */
  default BatchResult create(List<NewSettingsObject> objects) {
    throw new UnsupportedOperationException("create");
  }

  /**
   * Validates objects without creating them. Changes nothing. Needs the token scope {@code
   * settings.write}. Idempotent. Otherwise like {@link #create(List)}.
   *
   * @param objects the objects
   * @return the result that creating each object would have, in the same order
   * @throws DynatraceException if every request failed as a whole; the failure of the first request
   * @throws InvalidArgumentException if one object is larger than a request may be
   */
  default BatchResult validate(List<NewSettingsObject> objects) {
    throw new UnsupportedOperationException("validate");
  }

  /**
   * Returns how many objects one request creates or validates at most. Callers that write a long
   * list concurrently can split it by this number.
   *
   * @return 100, unless {@link DynatraceClient.Builder#maxObjectsPerRequest} was called
   */
  default int maxObjectsPerRequest() {
    return 100;
  }

  /**
   * Replaces the value of an object, and moves it if the update has a position. Needs the token
   * scopes {@code settings.read} and {@code settings.write}.
   *
   * <p>Retried after a lost response. If the update has an update token and the retry meets a
   * conflict, the first attempt may have caused it; then the object is read. If it has the new
   * value, the update is done. If it has another value, or if the object was also to be moved, this
   * fails with an {@link OutcomeUnknownException}.
   *
   * @param update the object and its new state
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws InvalidRequestException if the service rejects the value
   * @throws ObjectNotFoundException if the object does not exist
   * @throws OutcomeUnknownException if the update may or may not have been carried out
   * @throws InvalidArgumentException if the update takes more than 1,000,000 bytes; nothing has
   *     been sent
   */
  default void update(SettingsUpdate update) {
    throw new UnsupportedOperationException("update");
  }

  /**
   * Validates an update without carrying it out. Changes nothing. Needs the token scopes {@code
   * settings.read} and {@code settings.write}. Idempotent.
   *
   * @param update the object and its new state
   * @return why the service would reject the update (status 400 or 409); empty if it would not
   * @throws ObjectNotFoundException if the object does not exist
   * @throws InvalidArgumentException if the update takes more than 1,000,000 bytes
   */
  default Optional<SettingsError> validate(SettingsUpdate update) {
    throw new UnsupportedOperationException("validate");
  }

  /**
   * Deletes an object in whatever state it is. Needs the token scope {@code settings.write}.
   *
   * <p>Retried after a lost response. If the retry does not find the object, the deletion is done.
   *
   * @param objectId the id of the object
   * @throws ObjectNotFoundException if the object did not exist before
   */
  default void delete(SettingsObjectId objectId) {
    throw new UnsupportedOperationException("delete");
  }

  /**
   * Deletes an object unless it has changed. Needs the token scope {@code settings.write}.
   *
   * <p>Retried after a lost response. If the retry does not find the object, the deletion is done;
   * if it meets a conflict, the object was not deleted, since it still exists.
   *
   * @param objectId the id of the object
   * @param updateToken the state to delete
   * @throws ConcurrentModificationConflict if the object changed since the update token was read
   * @throws ObjectNotFoundException if the object did not exist before
   */
  default void delete(SettingsObjectId objectId, UpdateToken updateToken) {
    throw new UnsupportedOperationException("delete");
  }
}

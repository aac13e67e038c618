package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.ErrorResponse;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import java.util.List;
import java.util.Optional;

/**
 * The result of each object of a list, in the order of the list. Objects succeed or fail
 * independently of one another.
 *
 * @param items one result per object
 * @since 0.1.0
 */
public record BatchResult(List<Item> items) {

  static final String CREATE = "POST /settings/objects";

  public BatchResult {
    items = List.copyOf(items);
  }

  /**
   * The result of one object.
   *
   * @param objectId the id of the object; empty if it was rejected, or was only validated
   * @param error why it was not written; empty if it was
   * @param failure the failure of the whole request, if that is why; with an {@link
   *     OutcomeUnknownException} the object may have been written
   */
  public record Item(
      Optional<SettingsObjectId> objectId,
      Optional<SettingsError> error,
      Optional<DynatraceException> failure) {

    /** Creates the result of an object from the response of the service. */
    public Item(Optional<SettingsObjectId> objectId, Optional<SettingsError> error) {
      this(objectId, error, Optional.empty());
    }

    /**
     * Returns the result of an object whose request failed as a whole.
     *
     * @param failure the failure of the request
     * @return a failed item
     */
    public static Item failed(DynatraceException failure) {
      SettingsError error =
          failure instanceof DynatraceApiException refused
              ? refused.error()
              : new SettingsError(0, failure.reason(), List.of());
      return new Item(Optional.empty(), Optional.of(error), Optional.of(failure));
    }

    /**
     * Returns whether the object was written.
     *
     * @return true if there is no error
     */
    public boolean isSuccess() {
      return error.isEmpty();
    }

    @Override
    public String toString() {
      return error
          .map(SettingsError::toString)
          .or(() -> objectId.map(SettingsObjectId::value))
          .orElse("valid");
    }
  }

  /**
   * Returns whether every object was written.
   *
   * @return true if no item has an error
   */
  public boolean isSuccess() {
    return items.stream().allMatch(Item::isSuccess);
  }

  /**
   * Returns the ids of all objects, or fails if one was not written.
   *
   * @return the ids in order; without objects that were only validated
   * @throws DynatraceException if an object was not written: the failure of its request, or the
   *     {@link DynatraceApiException} of the first object that was rejected
   */
  public List<SettingsObjectId> orThrow() {
    for (Item item : items) {
      if (item.failure().isPresent()) {
        throw item.failure().get();
      }
      if (item.error().isPresent()) {
        SettingsError error = item.error().get();
        throw DynatraceApiException.of(
            CREATE, new ErrorResponse(error.code(), error, Optional.empty(), error.requestId(), 1));
      }
    }
    return items.stream().flatMap(item -> item.objectId().stream()).toList();
  }

  /**
   * Lists the results.
   *
   * @return for each object its id, or why it was not written
   */
  @Override
  public String toString() {
    return items.toString();
  }
}

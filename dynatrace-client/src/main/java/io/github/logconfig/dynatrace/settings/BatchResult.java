package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.ErrorResponse;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import java.util.List;
import java.util.Optional;

/**
 * What became of each object of a list, in the order of the list. Objects succeed or fail
 * independently of one another.
 *
 * @param items one result per object
 * @since 0.1.0
 */
public record BatchResult(List<Item> items) {

  static final String CREATE = "POST /settings/objects";

  /**
   * Copies the results.
   *
   * @param items as told above
   */
  public BatchResult {
    items = List.copyOf(items);
  }

  /**
   * What became of one object.
   *
   * @param objectId the object's id; empty if it was refused, or was only to be validated
   * @param error why it was not written; empty if it was
   * @param failure the failure of the whole request that the object was part of, if that is why;
   *     with an {@link OutcomeUnknownException} the object may have been written nevertheless
   */
  public record Item(
      Optional<SettingsObjectId> objectId,
      Optional<SettingsError> error,
      Optional<DynatraceException> failure) {

    /**
     * An object that the service told about.
     *
     * @param objectId as told above
     * @param error as told above
     */
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
     * Whether the object was written.
     *
     * @return true if there is no error
     */
    public boolean isSuccess() {
      return error.isEmpty();
    }
  }

  /**
   * Whether every object was written.
   *
   * @return true if no item has an error
   */
  public boolean isSuccess() {
    return items.stream().allMatch(Item::isSuccess);
  }

  /**
   * For callers who want all or an error.
   *
   * @return the ids of all objects, in order; none of those that were only validated
   * @throws DynatraceException if an object was not written: the failure of its request, or the
   *     {@link DynatraceApiException} of the first object that was refused
   */
  public List<SettingsObjectId> orThrow() {
    for (Item item : items) {
      if (item.failure().isPresent()) {
        throw item.failure().get();
      }
      if (item.error().isPresent()) {
        SettingsError error = item.error().get();
        throw DynatraceApiException.of(
            CREATE, new ErrorResponse(error.code(), error, Optional.empty(), Optional.empty(), 1));
      }
    }
    return items.stream().flatMap(item -> item.objectId().stream()).toList();
  }
}

package io.github.logconfig.dynatrace;

import java.util.List;
import java.util.Optional;

/**
 * What became of each object of one request, in the order of the request. Objects succeed or fail
 * independently of one another.
 *
 * @param items one result per object
 * @since 0.1.0
 */
public record BatchResult(List<Item> items) {

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
   * @param error why it was refused; empty if it was not
   */
  public record Item(Optional<SettingsObjectId> objectId, Optional<SettingsError> error) {

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
}

package io.github.logconfig.reconcile;

import io.github.logconfig.reconcile.PlanApplier.PendingCreate;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits creates into requests that the service takes: at most 100 objects, and well below 1 MB.
 */
final class CreateBatches {

  private static final int MAX_OBJECTS = 100;
  private static final int MAX_CHARACTERS = 900_000;

  /** What an object's ids, scope and punctuation add to its value, generously. */
  private static final int ENVELOPE_CHARACTERS = 1_000;

  private CreateBatches() {}

  static List<List<PendingCreate>> split(List<PendingCreate> creates) {
    List<List<PendingCreate>> batches = new ArrayList<>();
    List<PendingCreate> batch = new ArrayList<>();
    int characters = 0;
    for (PendingCreate create : creates) {
      int size = create.object().value().toString().length() + ENVELOPE_CHARACTERS;
      boolean full = batch.size() == MAX_OBJECTS || characters + size > MAX_CHARACTERS;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = 0;
      }
      batch.add(create);
      characters += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}

package io.github.logconfig.reconcile.internal;

import io.github.logconfig.model.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Does the same to several environments side by side; they have nothing to do with one another. */
public final class EnvironmentTasks {

  private static final int AT_A_TIME = 8;

  private EnvironmentTasks() {}

  public static <T> void forEach(
      Map<EnvironmentName, T> parts,
      Workers.Purpose purpose,
      AtomicBoolean cancelled,
      BiConsumer<EnvironmentName, T> work) {
    List<Runnable> tasks = new ArrayList<>();
    parts.forEach((name, part) -> tasks.add(() -> work.accept(name, part)));
    if (!tasks.isEmpty()) {
      try (Workers workers = new Workers(Math.min(tasks.size(), AT_A_TIME), purpose, cancelled)) {
        workers.doAll(tasks);
      }
    }
  }
}

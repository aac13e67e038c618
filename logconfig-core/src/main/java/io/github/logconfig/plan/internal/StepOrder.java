package io.github.logconfig.plan.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dependencies between steps, and the waves that follow from them: a step is in the first wave
 * after all of its prerequisites. Cyclic dependencies are rejected.
 */
final class StepOrder {

  private final List<List<Integer>> prerequisites = new ArrayList<>();

  StepOrder(int steps) {
    for (int i = 0; i < steps; i++) {
      prerequisites.add(new ArrayList<>());
    }
  }

  /** Adds a dependency; returns false without adding it if it would be cyclic. */
  boolean await(int step, int prerequisite) {
    if (step == prerequisite || waitsFor(prerequisite, step)) {
      return false;
    }
    prerequisites.get(step).add(prerequisite);
    return true;
  }

  List<Integer> waves() {
    Integer[] waves = new Integer[prerequisites.size()];
    for (int i = 0; i < waves.length; i++) {
      waveOf(i, waves);
    }
    return Arrays.asList(waves);
  }

  private int waveOf(int step, Integer[] waves) {
    Integer known = waves[step];
    if (known != null) {
      return known;
    }
    int wave = 0;
    for (int prerequisite : prerequisites.get(step)) {
      wave = Math.max(wave, waveOf(prerequisite, waves) + 1);
    }
    waves[step] = wave;
    return wave;
  }

  private boolean waitsFor(int step, int other) {
    boolean[] seen = new boolean[prerequisites.size()];
    List<Integer> open = new ArrayList<>(List.of(step));
    while (!open.isEmpty()) {
      int next = open.remove(open.size() - 1);
      if (next == other) {
        return true;
      }
      if (!seen[next]) {
        seen[next] = true;
        open.addAll(prerequisites.get(next));
      }
    }
    return false;
  }
}

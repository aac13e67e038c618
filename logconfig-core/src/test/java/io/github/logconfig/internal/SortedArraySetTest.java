package io.github.logconfig.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SortedArraySetTest {

  @Test
  void behavesLikeTreeSet() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<Integer> elements = new ArrayList<>();
      random.ints(random.nextInt(12), 0, 12).forEach(elements::add);
      TreeSet<Integer> expected = new TreeSet<>(elements);
      SortedSet<Integer> set = SortedArraySet.of(elements);
      int from = random.nextInt(14) - 1;
      int to = from + random.nextInt(14);

      assertSame(seed, set, expected);
      assertSame(seed, set.headSet(to), expected.headSet(to));
      assertSame(seed, set.tailSet(from), expected.tailSet(from));
      assertSame(seed, set.subSet(from, to), expected.subSet(from, to));
      assertSame(seed, set.tailSet(from).headSet(to), expected.subSet(from, to));
    }
  }

  private static void assertSame(long seed, SortedSet<Integer> set, SortedSet<Integer> expected) {
    assertThat(set).as("seed " + seed).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(expected).as("seed " + seed).isEqualTo(set);
    assertThat(set.toArray()).as("seed " + seed).isEqualTo(expected.toArray());
    for (int i = -1; i < 14; i++) {
      assertThat(set.contains(i)).as("seed " + seed).isEqualTo(expected.contains(i));
    }
    if (!expected.isEmpty()) {
      assertThat(set.first()).as("seed " + seed).isEqualTo(expected.first());
      assertThat(set.last()).as("seed " + seed).isEqualTo(expected.last());
    }
  }

  @Test
  void keepsAnyOrderAndEachElementOnce() {
    assertThat(SortedArraySet.inOrderOf(List.of("b", "a", "c", "a")))
        .containsExactly("b", "a", "c");
    assertThat(SortedArraySet.inOrderOf(List.of("a", "b", "c"))).containsExactly("a", "b", "c");
    assertThat(SortedArraySet.inOrderOf(List.of("a", "a"))).containsExactly("a");
  }

  @Test
  void cannotBeModified() {
    Set<String> set = SortedArraySet.of(List.of("a"));

    assertThatThrownBy(() -> set.add("b")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> set.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(set::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void hasNoFirstElementIfEmpty() {
    SortedArraySet<String> empty = SortedArraySet.of(List.of());

    assertThatThrownBy(empty::first).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(empty::last).isInstanceOf(NoSuchElementException.class);
  }
}

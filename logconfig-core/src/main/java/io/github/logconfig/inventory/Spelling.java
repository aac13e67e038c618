package io.github.logconfig.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the name that was probably meant.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class Spelling {

  private static final int MAX = 3;
  private static final int LETTERS_PER_EDIT = 3;

  private Spelling() {}

  /**
   * Returns the known words that differ from a word by at most one edit for every three letters,
   * closest first. An edit inserts, deletes or replaces a letter, or swaps two neighbors.
   */
  public static List<String> closest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = lower.length() / LETTERS_PER_EDIT;
    return known.stream()
        .filter(it -> Math.abs(it.length() - lower.length()) <= limit)
        .filter(it -> distance(lower, it.toLowerCase(Locale.ROOT)) <= limit)
        .distinct()
        .sorted(Comparator.comparingInt(it -> distance(lower, it.toLowerCase(Locale.ROOT))))
        .limit(MAX)
        .toList();
  }

  /**
   * Returns the number of edits between two words: insert, delete or replace a letter, or swap two
   * neighbors (optimal string alignment).
   */
  public static int distance(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int edited = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        distance[i][j] = Math.min(replaced, edited);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
      }
    }
    return distance[a.length()][b.length()];
  }
}

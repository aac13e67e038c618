package io.github.logconfig.source;

import java.util.Comparator;

/**
 * Something that is wrong with a source.
 *
 * @param file where, as the reader of the message knows it
 * @param line the line, counted from 1; 0 if it is about the file as a whole
 * @param message what is wrong and what was expected; on one line
 * @since 0.1.0
 */
public record Problem(String file, int line, String message) implements Comparable<Problem> {

  @Override
  public int compareTo(Problem other) {
    return Comparator.comparing(Problem::file)
        .thenComparing(Problem::line)
        .thenComparing(Problem::message)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
  }
}

package io.github.logconfig.source;

import io.github.logconfig.model.Quoted;
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
    return new Problems.Place(file, line) + ": " + message;
  }

  /** A file's name as it can stand in a message: names are chosen by those who add files. */
  static String shown(String file) {
    return file.chars().anyMatch(Character::isISOControl) ? Quoted.of(file) : file;
  }
}

package io.github.logconfig.source;

import io.github.logconfig.model.Quoted;
import java.util.Comparator;

/**
 * Something that is wrong with a source.
 *
 * @param file where, as the reader of the message knows it
 * @param line the line, counted from 1; 0 if it is about the file as a whole
 * @param message what is wrong and what was expected; on one line
 * @param kind whether the desired state is wrong, or could not be had
 * @since 0.1.0
 */
public record Problem(String file, int line, String message, Kind kind)
    implements Comparable<Problem> {

  /**
   * What kind of problem it is, the worst first: what has to be mended by people, and what another
   * try may mend.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** The desired state, or what names the source, is wrong. The same again is wrong again. */
    INVALID,
    /** The source refuses us: no or wrong credentials, or no permission. */
    DENIED,
    /** The source cannot be reached, or is too busy. Another try may succeed. */
    UNREACHABLE
  }

  /**
   * A problem with the desired state itself.
   *
   * @param file where, as the reader of the message knows it
   * @param line the line, counted from 1; 0 if it is about the file as a whole
   * @param message what is wrong and what was expected; on one line
   */
  public Problem(String file, int line, String message) {
    this(file, line, message, Kind.INVALID);
  }

  @Override
  public int compareTo(Problem other) {
    return Comparator.comparing(Problem::file)
        .thenComparing(Problem::line)
        .thenComparing(Problem::message)
        .thenComparing(Problem::kind)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return new Problems.Place(file, line) + ": " + message;
  }

  /** A file's name as it can stand in a message: names are chosen by those who add files. */
  static String shown(String file) {
    return file.chars().anyMatch(Problem::misleads) ? Quoted.of(file) : file;
  }

  /** Whether a character changes how the text around it is read or shown. */
  private static boolean misleads(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}

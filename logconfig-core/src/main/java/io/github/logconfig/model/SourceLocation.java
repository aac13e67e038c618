package io.github.logconfig.model;

/**
 * A place in a source of desired state: a file, or another place such as a label in a Kubernetes
 * cluster, a document of a server, or standard input.
 *
 * @param kind whether the place is a file
 * @param name the file, relative to the working directory if it is below that; or the other place
 *     in words
 * @param line the line, counted from 1; 0 if it is unknown, or if the whole place is meant
 * @since 0.1.0
 */
public record SourceLocation(Kind kind, String name, int line) {

  /**
   * The kinds of places.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** A file of the file system, which tools can open. */
    FILE,
    /** Any other place. Tools must not link to it. */
    OTHER
  }

  /** Creates the location of a line of a file. */
  public SourceLocation(String file, int line) {
    this(Kind.FILE, file, line);
  }

  /** Returns the location of a whole file. */
  public static SourceLocation ofFile(String file) {
    return new SourceLocation(Kind.FILE, file, 0);
  }

  /**
   * Returns the location of a place that is not a file.
   *
   * @param name the place in words, for example {@code cluster stage-01, label logconfig.io/ingest}
   */
  public static SourceLocation ofPlace(String name) {
    return new SourceLocation(Kind.OTHER, name, 0);
  }

  /** Returns whether the place is a file. */
  public boolean isFile() {
    return kind == Kind.FILE;
  }

  /** Returns a line of the same place; the whole place for line 0. */
  public SourceLocation atLine(int other) {
    return other == line ? this : new SourceLocation(kind, name, other);
  }

  /**
   * Returns the location in a form that is safe to print: {@code NAME} or {@code NAME:LINE}. A name
   * that could mislead a reader is quoted: file names are chosen by those who add files.
   */
  @Override
  public String toString() {
    String printed = Quoted.line(name).equals(name) ? name : Quoted.of(name);
    return line == 0 ? printed : printed + ":" + line;
  }
}

package io.github.logconfig.model;

/**
 * A place in a source of desired state.
 *
 * @param file the file, relative to the working directory if it is below that; or another name of
 *     the place, for example a URL
 * @param line the line, counted from 1; 0 if it is unknown, or if the whole file is meant
 * @since 0.1.0
 */
public record SourceLocation(String file, int line) {

  /** Returns the location of a whole file. */
  public static SourceLocation ofFile(String file) {
    return new SourceLocation(file, 0);
  }

  /**
   * Returns the location in a form that is safe to print: {@code FILE} or {@code FILE:LINE}. A name
   * that could mislead a reader is quoted: file names are chosen by those who add files.
   */
  @Override
  public String toString() {
    String name = Quoted.line(file).equals(file) ? file : Quoted.of(file);
    return line == 0 ? name : name + ":" + line;
  }
}

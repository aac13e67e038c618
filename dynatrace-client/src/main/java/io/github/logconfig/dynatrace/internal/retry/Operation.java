package io.github.logconfig.dynatrace.internal.retry;

/**
 * What is asked of the service, as far as it decides what may be done twice.
 *
 * @param name method and path template
 * @param writes whether it may leave something behind
 * @param repeatable whether doing it twice leaves behind what doing it once does
 */
public record Operation(String name, boolean writes, boolean repeatable) {

  /** Changes nothing. */
  public static Operation read(String name) {
    return new Operation(name, false, true);
  }

  /** Writes, and may be sent again although the first request could have arrived. */
  public static Operation repeatableWrite(String name) {
    return new Operation(name, true, true);
  }

  /** Writes, and may be sent again only if it is certain that nothing was written. */
  public static Operation singleWrite(String name) {
    return new Operation(name, true, false);
  }
}

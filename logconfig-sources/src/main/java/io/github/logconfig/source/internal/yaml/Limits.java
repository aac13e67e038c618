package io.github.logconfig.source.internal.yaml;

/**
 * How much is read, so that a hostile file ends in a problem and not in memory.
 *
 * @param files how many files of one source
 * @param fileBytes how large one file
 * @param depth how deeply nested
 * @param aliases how many YAML aliases of lists and mappings one document may use
 */
public record Limits(int files, int fileBytes, int depth, int aliases) {

  public static final Limits DEFAULT = new Limits(200_000, 16 * 1_024 * 1_024, 100, 50);

  /** A configuration file is written by hand. */
  public static final Limits CONFIGURATION = new Limits(1, 1_024 * 1_024, 20, 50);
}

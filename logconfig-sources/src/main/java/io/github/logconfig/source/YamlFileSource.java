package io.github.logconfig.source;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.PlainStateParser;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.nio.file.Path;

/**
 * Desired state in YAML files:
 *
 * <pre>{@code
 * include: [production.yaml, teams/]   # files and directories next to or below this file
 * environments:
 *   - name: staging
 *     url: https://abc12345.live.dynatrace.com
 * clusters:
 *   - name: app-sre-stage-01
 *     environment: staging
 *     hostGroup: app-sre-stage-01      # default: the cluster's name
 *     policy: additive                 # default; or exclusive
 *     labels: {team: app-sre}          # default: none
 *     namespaces: [github-mirror-stage, glitchtip-stage]
 * }</pre>
 *
 * <p>Included files have the same form and may include others. Environments are known in all files.
 * An entry with only {@code name}, {@code namespaces} and {@code owner} adds namespaces to a
 * cluster that another file defines. A file with {@code owner} and {@code clusters} only has such
 * entries. Instead of a file, all visible files of a directory may be read. Paths are relative to
 * the including file; nothing outside the directory of the first file is read. Limits: 200,000
 * files; in each 5,000,000 values, nested 100 deep, of 16,000,000 characters, and 50 aliases.
 *
 * <p><b>Thread safety:</b> immutable; every {@link #load} reads the files again.
 *
 * @since 0.1.0
 */
public final class YamlFileSource implements DesiredStateSource {

  private final Path file;
  private final SourceLocation name;
  private final Limits limits;

  /**
   * Creates a source for a file and the files that it includes, or for the files of a directory.
   *
   * @param file the file or directory; need not exist yet
   */
  public YamlFileSource(Path file) {
    this(file, Limits.DEFAULT);
  }

  /**
   * Creates a source for the copy of something that is not a file, for example of standard input.
   *
   * @param name what it is, in messages and locations
   */
  public YamlFileSource(Path file, String name) {
    this(file, SourceLocation.ofPlace(name), Limits.DEFAULT);
  }

  YamlFileSource(Path file, Limits limits) {
    this(file, YamlFile.location(file), limits);
  }

  private YamlFileSource(Path file, SourceLocation name, Limits limits) {
    this.file = file;
    this.name = name;
    this.limits = limits;
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    return new PlainStateParser(problems).read(file, name, limits);
  }
}

package io.github.logconfig.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which state of a source was read, as far as the source says: for plans and logs, so that a run
 * can be traced to the change that caused it.
 *
 * @param sha256 the SHA-256 digest of the bundle, 64 lower-case hex digits
 * @param gitCommit the commit that the bundle was made from, as the bundle says; of unknown origin,
 *     so quote it, or use {@link #toString}
 * @param committed when that commit was made
 * @since 0.1.0
 */
public record SourceRevision(
    Optional<String> sha256, Optional<String> gitCommit, Optional<Instant> committed) {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  /** A source that does not say. */
  /** The revision of a source that has none. */
  public static final SourceRevision UNKNOWN =
      new SourceRevision(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Whether anything at all is known.
   *
   * @return whether there is a digest or a commit
   */
  public boolean isKnown() {
    return sha256.isPresent() || gitCommit.isPresent();
  }

  /**
   * The revision in words.
   *
   * @return for example {@code bundle 0123…, commit 4567…}; on one line
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    sha256.ifPresent(digest -> parts.add("bundle " + digest));
    gitCommit.ifPresent(
        commit ->
            parts.add("commit " + (COMMIT.matcher(commit).matches() ? commit : Quoted.of(commit))));
    committed.ifPresent(time -> parts.add("of " + time));
    return parts.isEmpty() ? "unknown revision" : String.join(", ", parts);
  }
}

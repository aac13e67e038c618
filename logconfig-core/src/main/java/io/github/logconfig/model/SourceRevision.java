package io.github.logconfig.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The revision of a source, with which plans and logs can be traced to the change that caused a
 * run.
 *
 * @param sha256 the SHA-256 digest of the bundle: 64 lower-case hex digits
 * @param gitCommit the commit of which the bundle was created, according to the bundle; its origin
 *     is unknown, so quote it, or use {@link #toString}
 * @param committed the time of that commit
 * @since 0.1.0
 */
public record SourceRevision(
    Optional<String> sha256, Optional<String> gitCommit, Optional<Instant> committed) {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  /** The revision of a source that has none. */
  public static final SourceRevision UNKNOWN =
      new SourceRevision(Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns whether there is a digest or a commit. */
  public boolean isKnown() {
    return sha256.isPresent() || gitCommit.isPresent();
  }

  /** Returns a description on one line, for example {@code bundle 0123…, commit 4567…}. */
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

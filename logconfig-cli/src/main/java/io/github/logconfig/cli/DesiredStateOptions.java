package io.github.logconfig.cli;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.source.LoadedState;
import io.github.logconfig.source.OperatorConfiguration;
import io.github.logconfig.source.SourceRevision;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** Where desired state comes from, and which part of it is meant. */
final class DesiredStateOptions {

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @ArgGroup(multiplicity = "0..1", heading = "Desired state, one of:%n")
  private SourceOptions source = new SourceOptions();

  @Mixin private SelectionOptions selection = new SelectionOptions();

  private @Nullable SourceRevision revision;

  /** What the configuration file says. */
  OperatorConfiguration configuration() {
    return configuration.read();
  }

  /** Whether an option says anything about desired state; a saved plan leaves nothing to say. */
  boolean isGiven() {
    return source.isGiven() || selection.isGiven();
  }

  /**
   * Loads the desired state and takes the selected part of it.
   *
   * @param notes gets a line on the revision that was read, if the source knows one
   * @throws InvalidInputException if anything in the source is wrong, or the selection matches
   *     nothing
   */
  DesiredState load(PrintWriter notes) {
    LoadedState loaded = source.open(configuration()).load();
    if (!loaded.problems().isEmpty()) {
      throw new InvalidInputException(loaded.problems().stream().map(source::located).toList());
    }
    revision = loaded.revision();
    if (revision.isKnown()) {
      notes.println("logconfig: desired state of " + revision);
    }
    return selection.of(loaded.state(), configuration());
  }

  /** Which state of the source {@link #load} has read; for documents that programs read. */
  Map<String, String> revision() {
    Map<String, String> document = new LinkedHashMap<>();
    if (revision != null) {
      revision.sha256().ifPresent(digest -> document.put("bundle", digest));
      revision.gitCommit().ifPresent(commit -> document.put("commit", commit));
      revision.committed().ifPresent(time -> document.put("committed", time.toString()));
    }
    return document;
  }
}

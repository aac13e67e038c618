package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.view.PlanView;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Format of a plan, and its way to standard output. */
public final class PlanOutputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "Format of the result on standard output: ${COMPLETION-CANDIDATES} (default:"
            + " ${DEFAULT-VALUE}).",
        "sarif, junit and github have problems and findings only."
      })
  private PlanView.Format format = PlanView.Format.text;

  @Option(
      names = "--detail",
      description =
          "In text and markdown, list every cluster, namespace and finding, instead of grouping"
              + " them.")
  private boolean detail;

  @Option(
      names = "--max-comment",
      paramLabel = "CHARACTERS",
      defaultValue = "60000",
      description =
          "Maximum length of markdown; what does not fit is counted (default: ${DEFAULT-VALUE}).")
  private int maxComment = PlanMarkdown.Options.DEFAULT.maxLength();

  @Option(
      names = "--report-url",
      paramLabel = "URL",
      description = "Address of the full report, for example of a HTML page, as link in markdown.")
  private Optional<URI> reportUrl = Optional.empty();

  /** Returns the format. */
  public PlanView.Format format() {
    return format;
  }

  /**
   * Checks the options.
   *
   * @throws InvalidInputException if a value is invalid
   */
  public void validate() {
    if (maxComment < PlanMarkdown.Options.MIN_LENGTH) {
      throw new InvalidInputException(
          "--max-comment "
              + maxComment
              + "; expected at least "
              + PlanMarkdown.Options.MIN_LENGTH
              + " characters");
    }
    reportUrl
        .filter(url -> url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))
        .ifPresent(
            url -> {
              throw new InvalidInputException(
                  "--report-url " + Quoted.of(url.toString()) + "; expected an http or https URL");
            });
  }

  /**
   * Prints a plan in the selected format.
   *
   * @param removesOrphans whether apply would remove the orphans
   * @param revision the revision of the desired state, as pairs of a kind and a value
   */
  public void print(PlanReport report, boolean removesOrphans, Map<String, String> revision) {
    PrintWriter out = command.commandLine().getOut();
    PlanView.write(
        report,
        new PlanView.Form(
            format,
            new PlanText.Style(LogConfigCommand.of(command).isColored(), detail),
            new PlanMarkdown.Options(maxComment, detail, reportUrl),
            removesOrphans,
            revision),
        out);
    out.flush();
  }
}

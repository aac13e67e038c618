package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.render.PlanRemarks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The stages of a rollout and their states. */
public final class StageView {

  private StageView() {}

  /** Returns a heading and a line per stage; nothing if there are no stages. */
  public static String text(List<StageStatus> stages) {
    if (stages.isEmpty()) {
      return "";
    }
    int name = stages.stream().mapToInt(stage -> stage.stage().length()).max().orElse(0);
    int state = stages.stream().mapToInt(it -> it.state().label().length()).max().orElse(0);
    StringBuilder text = new StringBuilder("Stages:\n");
    for (StageStatus stage : stages) {
      text.append("  ")
          .append(padded(stage.stage(), name))
          .append("  ")
          .append(padded(stage.state().label(), state))
          .append("  ")
          .append(SafeText.line(description(stage)))
          .append('\n');
    }
    return text.toString();
  }

  /** Returns a heading and a table; nothing if there are no stages. */
  static String markdown(List<StageStatus> stages) {
    if (stages.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n### Stages\n\n| stage | state | |\n|---|---|---|\n");
    stages.forEach(
        stage ->
            text.append(
                "| %s | %s | %s |\n"
                    .formatted(
                        stage.stage(),
                        stage.state().label(),
                        SafeText.line(description(stage)).replace("|", "\\|"))));
    return text.toString();
  }

  /** Returns the stages for the page. */
  static List<PlanRemarks.Stage> remarks(List<StageStatus> stages) {
    return stages.stream()
        .map(it -> new PlanRemarks.Stage(it.stage(), it.state().label(), description(it)))
        .toList();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String description(StageStatus stage) {
    String clusters = Phrases.count(stage.clusters().size(), "cluster");
    String changes = stage.changing() + " of " + clusters + " to change";
    return switch (stage.state()) {
      case DONE ->
          clusters + " as desired" + (stage.reason().isEmpty() ? "" : ", " + stage.reason());
      case READY ->
          changes + (stage.soak().isZero() ? "" : ", then " + duration(stage.soak()) + " to soak");
      case WAITING -> changes + ", " + stage.reason();
      case SOAKING, VERIFYING ->
          clusters
              + " as desired, "
              + stage.reason()
              + stage.until().map(until -> " until " + time(until)).orElse("");
      case FAILED, UNKNOWN -> stage.reason();
    };
  }

  /** Returns what a run waits for while a stage soaks or is verified. */
  public static String waiting(StageStatus stage, Instant until) {
    return "stage " + stage.stage() + ": " + stage.reason() + " until " + time(until);
  }

  private static String time(Instant instant) {
    return instant.plusMillis(999).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns a duration as it is written in the configuration file. */
  private static String duration(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() > 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() > 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHoursPart() > 0 ? duration.toHours() + "h" : duration.toDays() + "d";
  }
}

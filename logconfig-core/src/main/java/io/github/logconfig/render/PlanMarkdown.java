package io.github.logconfig.render;

import static io.github.logconfig.render.MarkdownText.code;
import static io.github.logconfig.render.MarkdownText.message;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.render.ChangeGroup.Change;
import io.github.logconfig.render.ChangeGroup.Names;
import io.github.logconfig.render.PlanDigest.Fact;
import io.github.logconfig.render.PlanDigest.Line;
import io.github.logconfig.render.PlanDigest.Name;
import io.github.logconfig.render.PlanDigest.Topic;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints plans as Markdown for the comment of a merge request on GitHub or GitLab. First what stops
 * and starts, errors, refusals and totals; then the changes, once for all clusters that have the
 * same, folded unless something stops.
 *
 * <p>The comment stays below a length: what does not fit is counted, and the comment refers to the
 * full report. Text from files of tenants and from the service is escaped or shown as code, so that
 * it cannot format, link, mention anybody or end a block.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanMarkdown {

  private static final int MAX_NAMES_ABOVE = 10;
  private static final int MAX_NAMES = 200;
  private static final int MAX_NAMES_SHORT = 20;

  /** Up to this number, namespaces of several clusters have a location each. */
  private static final int MAX_LOCATED = 10;

  private static final int MAX_LINES = 5;
  private static final int MAX_CLUSTERS = 20;
  private static final int MAX_OPEN = 3;

  /** A longer message is cut: one hostile title must not fill the comment. */
  private static final int MAX_MESSAGE = 400;

  /** Room for the line about what is left out. */
  private static final int RESERVE = 600;

  private final StringBuilder text = new StringBuilder();
  private final Options options;
  private boolean isCut;

  /**
   * The form of the comment.
   *
   * @param maxLength the maximum length in characters, at least {@value #MIN_LENGTH}
   * @param detailed whether to list every cluster, namespace and finding, instead of grouping and
   *     shortening them; the maximum length applies nevertheless
   * @param report the address of the full report
   */
  public record Options(int maxLength, boolean detailed, Optional<URI> report) {

    /** The smallest maximum length. */
    public static final int MIN_LENGTH = 2_000;

    /** At most 60,000 characters; GitHub accepts 65,536. */
    public static final Options DEFAULT = new Options(60_000, false, Optional.empty());

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if {@code maxLength} is too small
     */
    public Options {
      if (maxLength < MIN_LENGTH) {
        throw new IllegalArgumentException(
            "maximum length " + maxLength + "; expected at least " + MIN_LENGTH);
      }
    }

    /**
     * Returns the same form with another maximum length.
     *
     * @throws IllegalArgumentException if {@code characters} is too small
     */
    public Options withMaxLength(int characters) {
      return new Options(characters, detailed, report);
    }

    /** Returns the same form with every cluster, namespace and finding. */
    public Options withDetails() {
      return new Options(maxLength, true, report);
    }

    /** Returns the same form with a link to the full report. */
    public Options withReport(URI address) {
      return new Options(maxLength, detailed, Optional.of(address));
    }
  }

  private PlanMarkdown(Options options) {
    this.options = options;
  }

  /**
   * Returns the plan of one cluster as GitHub or GitLab flavored Markdown. Each line ends in {@code
   * \n}.
   */
  public static String of(LogConfigPlan plan) {
    return of(FleetPlan.of(plan));
  }

  /** Returns plans as GitHub or GitLab flavored Markdown. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    return of(plan, ImpactLimit.DEFAULT.assess(List.of()));
  }

  /** Returns plans with the refusals of the impact limit. */
  public static String of(FleetPlan plan, Impact impact) {
    return of(plan, impact, PlanRemarks.NONE, Options.DEFAULT);
  }

  /** Returns plans with everything besides. */
  public static String of(FleetPlan plan, Impact impact, PlanRemarks remarks, Options options) {
    PlanMarkdown markdown = new PlanMarkdown(options);
    markdown.write(plan, new PlanDigest(plan, impact, remarks));
    return markdown.text.toString();
  }

  /**
   * Writes plans as {@link #of(FleetPlan, Impact, PlanRemarks, Options)} returns them.
   *
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      FleetPlan plan, Impact impact, PlanRemarks remarks, Options options, Appendable out)
      throws IOException {
    out.append(of(plan, impact, remarks, options));
  }

  private void write(FleetPlan plan, PlanDigest digest) {
    add("## Log ingest rules: " + digest.title() + "\n\n");
    List<Fact> facts = digest.facts();
    facts.stream().filter(fact -> fact.topic().compareTo(Topic.REFUSED) <= 0).forEach(this::append);
    boolean hasFacts = facts.stream().anyMatch(it -> it.topic().compareTo(Topic.REFUSED) <= 0);
    add((hasFacts ? "\n" : "") + message(digest.summary()) + "\n");
    appendGroups(plan);
    facts.stream().filter(fact -> fact.topic().compareTo(Topic.REFUSED) > 0).forEach(this::append);
    if (isCut) {
      text.append("\nSome names and lines are only counted here. ")
          .append(
              options.report().isPresent()
                  ? "All of them are in the "
                  : "<code>logconfig plan --detail</code> and <code>--output html</code> list"
                      + " them.\n");
    }
    options.report().ifPresent(this::appendLink);
  }

  private void appendLink(URI report) {
    text.append(isCut ? "" : "\n").append("[full report](<").append(report).append(">)\n");
  }

  /** Adds a block if there is room for it. */
  private boolean add(String block) {
    boolean fits = text.length() + block.length() + RESERVE + reportLength() <= options.maxLength();
    if (fits) {
      text.append(block);
    }
    isCut |= !fits;
    return fits;
  }

  private int reportLength() {
    return options.report().map(report -> report.toString().length()).orElse(0);
  }

  private void append(Fact fact) {
    String icon =
        switch (fact.topic()) {
          case STOPS, OTHERS_STOP, BLOCKED -> "🔴";
          case STARTS -> "🟢";
          case FAILED, ERRORS, PROBLEMS -> "❌";
          case REFUSED -> "⛔";
          case NOTES -> "ℹ️";
          default -> "⚠️";
        };
    boolean isSection = fact.topic().compareTo(Topic.REFUSED) > 0;
    add(
        isSection
            ? "\n### " + icon + " " + fact.title() + "\n\n"
            : "- " + icon + " **" + fact.title() + "**" + named(fact) + "\n");
    String bullet = isSection ? "- " : "  - ";
    int shown = 0;
    int most = options.detailed() ? Integer.MAX_VALUE : MAX_LINES;
    for (Line line : fact.lines()) {
      if (shown == most || !add(bullet + text(line) + "\n")) {
        break;
      }
      shown++;
    }
    if (shown < fact.lines().size()) {
      isCut = true;
      add(bullet + "and " + PlanWords.number(fact.lines().size() - shown) + " more\n");
    }
  }

  private static String text(Line line) {
    return line.code().map(code -> code(code.name()) + " ").orElse("")
        + message(cut(line.text()))
        + (line.clusters().isEmpty() ? "" : " (" + message(line.clusters()) + ")");
  }

  private static String cut(String text) {
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
  }

  private String named(Fact fact) {
    StringBuilder named =
        new StringBuilder(fact.where().isEmpty() ? "" : " " + message(fact.where()));
    if (fact.names().isEmpty()) {
      return named.toString();
    }
    boolean sameEverywhere = fact.isSameEverywhere();
    List<Name> shown = fact.names().subList(0, Math.min(MAX_NAMES_ABOVE, fact.names().size()));
    List<String> names = new ArrayList<>();
    for (Name name : shown) {
      names.add(
          code(name.namespace())
              + (name.clusters() == 1 || sameEverywhere
                  ? ""
                  : " in " + PlanWords.number(name.clusters())));
    }
    return named
        .append(sameEverywhere ? ", the same in each: " : ": ")
        .append(String.join(", ", names))
        .append(more(fact.names().size() - shown.size()))
        .toString();
  }

  private static String more(int count) {
    return count > 0 ? " and " + PlanWords.number(count) + " more" : "";
  }

  private void appendGroups(FleetPlan plan) {
    List<ChangeGroup> groups =
        options.detailed()
            ? plan.clusters().stream()
                .filter(cluster -> !cluster.isEmpty())
                .map(ChangeGroup::of)
                .toList()
            : ChangeGroup.of(plan);
    if (groups.isEmpty() || !add("\n### Changes\n")) {
      return;
    }
    int open = 0;
    List<LogConfigPlan> omitted = new ArrayList<>();
    for (ChangeGroup group : groups) {
      boolean isOpen = group.stops() && open < MAX_OPEN;
      if (!omitted.isEmpty()
          || !(add(block(group, isOpen, MAX_CLUSTERS)) || add(block(group, isOpen, 0)))) {
        omitted.addAll(group.plans());
      }
      open += isOpen ? 1 : 0;
    }
    if (!omitted.isEmpty()) {
      isCut = true;
      add(
          "\nAnd "
              + PlanWords.clusters(omitted.size())
              + " with other changes: "
              + PlanWords.effects(omitted)
              + "\n");
    }
  }

  /**
   * Returns the changes of a group.
   *
   * @param names how many clusters and namespaces are listed; with 0, only the first ones
   */
  private String block(ChangeGroup group, boolean isOpen, int names) {
    StringBuilder block = new StringBuilder(isOpen ? "\n<details open>\n" : "\n<details>\n");
    List<LogConfigPlan> plans = group.plans();
    String effects = group.effects();
    block
        .append("<summary><b>")
        .append(
            plans.size() > 1
                ? PlanWords.clusters(plans.size())
                : plans.get(0).desired().isEmpty()
                    ? "orphans of "
                        + plans.get(0).target().noun()
                        + " "
                        + code(plans.get(0).targetName())
                    : code(plans.get(0).cluster().value()))
        .append("</b> in ")
        .append(listed(group.environments(), 1))
        .append(effects.isEmpty() ? "" : ": " + effects)
        .append("</summary>\n\n");
    for (Change change : group.changes()) {
      block
          .append("- ")
          .append(change.action().kind())
          .append(" rule ")
          .append(code(change.title()))
          .append(change.action() == Action.ADOPT ? " (adopted)\n" : "\n");
      change.details().forEach(it -> block.append("  - ").append(message(cut(it))).append('\n'));
      change.names().forEach(it -> block.append("  - ").append(text(it, group, names)));
    }
    group.besides().forEach(it -> block.append("- ").append(text(it, group, names)));
    group.others().ifPresent(it -> block.append("- other namespaces ").append(it).append('\n'));
    if (plans.size() > 1) {
      block.append("- clusters: ").append(listed(group.clusters(), names)).append('\n');
    }
    return block.append("\n</details>\n").toString();
  }

  private String text(Names names, ChangeGroup group, int max) {
    List<NamespaceName> all = names.namespaces();
    int limit = max == 0 ? MAX_NAMES_SHORT : options.detailed() ? all.size() : MAX_NAMES;
    int shown = Math.min(limit, all.size());
    boolean areLocated = group.plans().size() == 1 || all.size() <= MAX_LOCATED;
    List<String> listed = new ArrayList<>();
    for (NamespaceName namespace : all.subList(0, shown)) {
      Optional<String> location = areLocated ? group.location(namespace) : Optional.empty();
      listed.add(code(namespace.value()) + location.map(it -> " (" + message(it) + ")").orElse(""));
    }
    Optional<String> places = areLocated ? Optional.empty() : group.places(all);
    isCut |= shown < all.size();
    return (all.size() == 1 ? "" : PlanWords.number(all.size()) + " ")
        + names.words()
        + ": "
        + String.join(", ", listed)
        + more(all.size() - shown)
        + places.map(it -> " (" + message(it) + ")").orElse("")
        + "\n";
  }

  private String listed(List<String> names, int max) {
    int shown = Math.min(Math.max(max, 3), names.size());
    isCut |= shown < names.size();
    return String.join(", ", names.subList(0, shown).stream().map(MarkdownText::code).toList())
        + more(names.size() - shown);
  }
}

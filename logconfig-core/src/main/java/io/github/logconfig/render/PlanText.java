package io.github.logconfig.render;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.render.ChangeGroup.Change;
import io.github.logconfig.render.ChangeGroup.Names;
import io.github.logconfig.render.PlanDigest.Fact;
import io.github.logconfig.render.PlanDigest.Line;
import io.github.logconfig.render.PlanDigest.Name;
import io.github.logconfig.render.PlanDigest.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints plans as plain text. First what stops and starts, errors, refusals and totals; then the
 * changes, once for all clusters that have the same; then warnings.
 *
 * <p>The symbols are {@code +} created, added or starting, {@code ~} changed, {@code ↕} moved,
 * {@code -} deleted, removed or stopping, {@code !} anything else to know. Lines end in {@code \n}
 * on every platform. Text of unknown origin is quoted, so that it cannot control a terminal.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanText {

  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BOLD = "1";

  private static final int WIDTH = 100;
  private static final int MAX_GROUPS = 40;
  private static final int MAX_NAMES = 20;
  private static final int MAX_LINES = 10;

  /** Up to this number, namespaces have a line each. */
  private static final int MAX_NAME_LINES = 10;

  private final Appendable out;
  private final Style style;

  /**
   * The form of the text.
   *
   * @param colored whether to use the color escape sequences of terminals
   * @param detailed whether to list every cluster, namespace and finding, instead of grouping and
   *     shortening them
   */
  public record Style(boolean colored, boolean detailed) {

    /** Grouped, without color. */
    public static final Style PLAIN = new Style(false, false);
  }

  private PlanText(Appendable out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Returns the plan of one cluster as text without escape sequences. Each line ends in {@code \n}.
   */
  public static String of(LogConfigPlan plan) {
    return of(FleetPlan.of(plan));
  }

  /** Returns plans as text without escape sequences. Each line ends in {@code \n}. */
  public static String of(FleetPlan plan) {
    return of(plan, ImpactLimit.DEFAULT.assess(List.of()));
  }

  /** Returns plans with the refusals of the impact limit. */
  public static String of(FleetPlan plan, Impact impact) {
    return of(plan, impact, PlanRemarks.NONE, Style.PLAIN);
  }

  /** Returns plans with everything besides. */
  public static String of(FleetPlan plan, Impact impact, PlanRemarks remarks, Style style) {
    StringBuilder text = new StringBuilder();
    try {
      write(plan, impact, remarks, style, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes plans as {@link #of(FleetPlan, Impact, PlanRemarks, Style)} returns them.
   *
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      FleetPlan plan, Impact impact, PlanRemarks remarks, Style style, Appendable out)
      throws IOException {
    new PlanText(out, style).write(plan, new PlanDigest(plan, impact, remarks));
  }

  private void write(FleetPlan plan, PlanDigest digest) throws IOException {
    List<Fact> facts = digest.facts();
    boolean anyImportant = false;
    for (Fact fact : facts) {
      if (fact.topic().compareTo(Topic.REFUSED) <= 0) {
        append(fact);
        anyImportant = true;
      }
    }
    if (!anyImportant && !plan.isEmpty()) {
      line("", digest.title() + ".");
    }
    line("", digest.summary());
    if (style.detailed()) {
      for (LogConfigPlan cluster : plan.clusters()) {
        appendDetails(cluster);
      }
    } else {
      List<ChangeGroup> groups = ChangeGroup.of(plan);
      for (ChangeGroup group : groups.subList(0, Math.min(MAX_GROUPS, groups.size()))) {
        append(group);
      }
      appendOmitted(groups);
    }
    boolean separated = false;
    for (Fact fact : facts) {
      if (fact.topic().compareTo(Topic.REFUSED) > 0) {
        if (!separated) {
          line("", "");
        }
        separated = true;
        append(fact);
      }
    }
  }

  private void append(Fact fact) throws IOException {
    switch (fact.topic()) {
      case STOPS -> line(RED, "- " + named(fact));
      case STARTS -> line(GREEN, "+ " + named(fact));
      case OTHERS_STOP -> line(RED, "- other namespaces " + fact.where());
      case OTHERS -> line(YELLOW, "! other namespaces " + fact.where());
      case BLOCKED -> line(RED, "! " + named(fact));
      case PARTLY, UNKNOWN -> line(YELLOW, "! " + named(fact));
      case FAILED, PROBLEMS -> appendLines(fact, RED, "! ");
      case WITHHELD -> appendLines(fact, YELLOW, "! ");
      case ERRORS -> appendLines(fact, RED, "! error ");
      case REFUSED -> appendLines(fact, RED, "! refused by the impact limit: ");
      case WARNINGS -> appendLines(fact, YELLOW, "! warning ");
      case NOTES -> appendLines(fact, "", "! info ");
      case ORPHANS -> appendLines(fact, YELLOW, "! orphan: ");
    }
  }

  private String named(Fact fact) {
    StringBuilder text = new StringBuilder(fact.title()).append(' ').append(fact.where());
    if (fact.names().isEmpty()) {
      return text.toString();
    }
    boolean sameEverywhere = fact.isSameEverywhere();
    text.append(sameEverywhere ? ", the same in each: " : ": ");
    List<Name> shown = fact.names().subList(0, Math.min(max(MAX_NAME_LINES), fact.names().size()));
    List<String> names = new ArrayList<>();
    for (Name name : shown) {
      names.add(
          name.namespace()
              + (name.clusters() == 1 || sameEverywhere
                  ? ""
                  : " in " + PlanWords.number(name.clusters())));
    }
    return text.append(String.join(", ", names))
        .append(more(fact.names().size() - shown.size()))
        .toString();
  }

  private static String more(int count) {
    return count > 0 ? " and " + PlanWords.number(count) + " more" : "";
  }

  private int max(int limit) {
    return style.detailed() ? Integer.MAX_VALUE : limit;
  }

  private void appendLines(Fact fact, String color, String prefix) throws IOException {
    int shown = Math.min(max(MAX_LINES), fact.lines().size());
    for (Line line : fact.lines().subList(0, shown)) {
      line(
          color,
          prefix
              + line.code().map(code -> code + ": ").orElse("")
              + Quoted.line(line.text())
              + (line.clusters().isEmpty() ? "" : " [" + line.clusters() + "]"));
    }
    if (shown < fact.lines().size()) {
      line(color, prefix.stripTrailing() + more(fact.lines().size() - shown) + "; see --detail");
    }
  }

  private void append(ChangeGroup group) throws IOException {
    line("", "");
    List<LogConfigPlan> plans = group.plans();
    LogConfigPlan first = plans.get(0);
    if (plans.size() == 1) {
      appendName(first);
    } else {
      line(
          BOLD,
          "in "
              + PlanWords.clusters(plans.size())
              + " of "
              + (group.environments().size() == 1 ? "environment " : "environments ")
              + shortened(group.environments())
              + ": "
              + shortened(group.clusters()));
    }
    appendChanges(group);
    appendTotals(group);
  }

  private void appendName(LogConfigPlan plan) throws IOException {
    String target = plan.target().noun() + " " + plan.targetName();
    line(
        BOLD,
        (plan.desired().isEmpty() ? "orphans of " + target : "cluster " + plan.cluster())
            + " (environment "
            + plan.environment().name()
            + (plan.desired().isEmpty() ? "" : ", " + target)
            + ")");
  }

  private static String shortened(List<String> names) {
    int shown = Math.min(5, names.size());
    return String.join(", ", names.subList(0, shown)) + more(names.size() - shown);
  }

  private void appendChanges(ChangeGroup group) throws IOException {
    for (Change change : group.changes()) {
      line(
          color(change.action()),
          "  "
              + change.action().symbol()
              + " rule "
              + Quoted.of(change.title())
              + (change.action() == Action.ADOPT ? " (adopted)" : ""));
      for (String detail : change.details()) {
        line("", "      " + detail);
      }
      for (Names names : change.names()) {
        append(names, "      ", group);
      }
    }
    for (Names names : group.besides()) {
      append(names, "  ", group);
    }
  }

  private void append(Names names, String indent, ChangeGroup group) throws IOException {
    String color =
        switch (names.color()) {
          case "green" -> GREEN;
          case "red" -> RED;
          default -> YELLOW;
        };
    int size = names.namespaces().size();
    String sign = indent + names.sign() + " ";
    if (size > max(MAX_NAME_LINES)) {
      wrap(color, sign + PlanWords.number(size) + " " + names.words() + ": ", names.namespaces());
      Optional<String> places = group.places(names.namespaces());
      if (places.isPresent()) {
        line(color, indent + "  " + places.get());
      }
      return;
    }
    for (NamespaceName namespace : names.namespaces()) {
      String where = group.place(namespace).map(it -> ", " + it).orElse("");
      line(
          color,
          sign
              + namespace
              + ": "
              + new Names(names.sign(), names.effect(), List.of(namespace)).words()
              + where);
    }
  }

  /** Writes names in lines of limited width. */
  private void wrap(String color, String start, List<NamespaceName> namespaces) throws IOException {
    StringBuilder line = new StringBuilder(start);
    int shown = Math.min(max(10 * MAX_NAMES), namespaces.size());
    for (int i = 0; i < shown; i++) {
      String name = namespaces.get(i) + (i + 1 < shown ? "," : more(namespaces.size() - shown));
      if (line.length() + name.length() > WIDTH) {
        line(color, line.toString().stripTrailing());
        line.setLength(0);
        line.append("        ");
      }
      line.append(name).append(' ');
    }
    line(color, line.toString().stripTrailing());
  }

  private void appendTotals(ChangeGroup group) throws IOException {
    String effects = group.effects();
    if (!effects.isEmpty()) {
      line("", (group.plans().size() == 1 ? "  namespaces: " : "  namespaces in all: ") + effects);
    }
    Optional<String> others = group.others();
    if (others.isPresent()) {
      line(group.stops() ? RED : "", "  other namespaces: " + others.get());
    }
  }

  private void appendOmitted(List<ChangeGroup> groups) throws IOException {
    if (groups.size() > MAX_GROUPS) {
      List<LogConfigPlan> omitted =
          groups.subList(MAX_GROUPS, groups.size()).stream()
              .flatMap(group -> group.plans().stream())
              .toList();
      line("", "");
      line(
          BOLD,
          "and "
              + PlanWords.clusters(omitted.size())
              + " with other changes; see --detail, or --output html");
      line("", "  namespaces in all: " + PlanWords.effects(omitted));
    }
  }

  /** Writes a cluster with all its namespaces and findings. */
  private void appendDetails(LogConfigPlan plan) throws IOException {
    ChangeGroup group = ChangeGroup.of(plan);
    line("", "");
    appendName(plan);
    appendChanges(group);
    List<NamespaceName> unchanged =
        plan.effects().stream()
            .filter(effect -> effect.effect() == NamespaceEffect.Kind.CONTINUES)
            .map(NamespaceEffect::namespace)
            .toList();
    if (!unchanged.isEmpty()) {
      wrap("", "  = " + PlanWords.number(unchanged.size()) + " unchanged: ", unchanged);
    }
    for (Finding finding : plan.findings()) {
      line(
          switch (finding.severity()) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case INFO -> "";
          },
          "  ! "
              + finding.severity().label()
              + " "
              + finding.code()
              + ": "
              + Quoted.line(finding.message()));
    }
    appendTotals(group);
  }

  /** Returns the parameter of the escape sequence that selects the color of an action. */
  private static String color(Action action) {
    return switch (action) {
      case CREATE -> GREEN;
      case UPDATE, ADOPT -> YELLOW;
      case MOVE -> "36";
      case DELETE -> RED;
    };
  }

  private void line(String color, String line) throws IOException {
    if (style.colored() && !color.isEmpty()) {
      out.append("\u001B[").append(color).append('m').append(line).append("\u001B[0m\n");
    } else {
      out.append(line).append('\n');
    }
  }
}

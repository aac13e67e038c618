package io.github.logconfig.evaluate;

import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The evaluation of a set of records before and after a change of the rules.
 *
 * @param before the verdict before the change
 * @param after the verdict after the change
 * @param stops whether records that are ingested before are not ingested after
 * @param starts whether records that are not ingested before are ingested after
 * @param overruled the rules that decide before about records which stop or start, or may do so
 * @since 0.1.0
 */
public record Comparison(
    NamespaceVerdict before,
    NamespaceVerdict after,
    Change stops,
    Change starts,
    List<ScopedRule> overruled) {

  /** Copies the list. */
  public Comparison {
    overruled = List.copyOf(overruled);
  }

  /** Returns the rules that exclude records before the change which are ingested after it. */
  public List<ScopedRule> overruledExclusions() {
    return starts == Change.NO ? List.of() : of(RuleAction.EXCLUDE);
  }

  /** Returns the rules that include records before the change which are not ingested after it. */
  public List<ScopedRule> overruledInclusions() {
    return stops == Change.NO ? List.of() : of(RuleAction.INCLUDE);
  }

  private List<ScopedRule> of(RuleAction action) {
    return overruled.stream().filter(it -> it.rule().action() == action).toList();
  }

  /** Returns the comparison for rules that do not change. */
  static Comparison unchanged(NamespaceVerdict verdict) {
    return new Comparison(verdict, verdict, Change.NO, Change.NO, List.of());
  }

  /** Returns what is known if either this comparison or another one is true. */
  Comparison inOneOf(Comparison other, List<Doubt> because) {
    Set<ScopedRule> all = new LinkedHashSet<>(overruled);
    all.addAll(other.overruled);
    return new Comparison(
        join(before, other.before, because),
        join(after, other.after, because),
        stops.inOneOf(other.stops),
        starts.inOneOf(other.starts),
        List.copyOf(all));
  }

  private static NamespaceVerdict join(
      NamespaceVerdict one, NamespaceVerdict other, List<Doubt> because) {
    Verdict verdict = one.verdict().or(other.verdict());
    Set<ScopedRule> deciding = new LinkedHashSet<>(one.decidedBy());
    deciding.addAll(other.decidedBy());
    Set<Doubt> doubts = new LinkedHashSet<>(one.doubts());
    doubts.addAll(other.doubts());
    if (one.verdict() != other.verdict()) {
      doubts.addAll(because);
    }
    boolean same = one.catchAll().equals(other.catchAll());
    return new NamespaceVerdict(
        verdict,
        new ArrayList<>(deciding),
        same ? one.catchAll() : Optional.empty(),
        verdict == Verdict.UNKNOWN ? List.copyOf(doubts) : List.of());
  }
}

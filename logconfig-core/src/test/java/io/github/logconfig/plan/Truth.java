package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import java.util.EnumSet;
import java.util.Set;

/** What is true of a set of records in all possibilities. */
final class Truth {
  final EnumSet<Verdict> before = EnumSet.noneOf(Verdict.class);
  final EnumSet<Verdict> after = EnumSet.noneOf(Verdict.class);
  final EnumSet<NamespaceEffect.Kind> always = EnumSet.allOf(NamespaceEffect.Kind.class);
  boolean mayStop;
  boolean mayStart;
  boolean alwaysStops = true;
  boolean alwaysStarts = true;

  /** Adds one possibility. */
  void add(Ingested ofBefore, Ingested ofAfter, boolean[] changes) {
    ofBefore.addTo(before);
    ofAfter.addTo(after);
    keep(NamespaceEffect.Kind.STARTS, ofBefore.someAlwaysOut && !ofAfter.someMayBeOut);
    keep(NamespaceEffect.Kind.STOPS, ofBefore.someAlwaysIn && !ofAfter.someMayBeIn);
    keep(NamespaceEffect.Kind.CONTINUES, !ofBefore.someMayBeOut && !ofAfter.someMayBeOut);
    keep(NamespaceEffect.Kind.BLOCKED, !ofAfter.someMayBeIn);
    keep(NamespaceEffect.Kind.PARTLY, ofAfter.someAlwaysIn && ofAfter.someAlwaysOut);
    keep(NamespaceEffect.Kind.NONE, !ofBefore.someMayBeIn && !ofAfter.someMayBeIn);
    mayStop |= changes[0];
    alwaysStops &= changes[1];
    mayStart |= changes[2];
    alwaysStarts &= changes[3];
  }

  private void keep(NamespaceEffect.Kind kind, boolean holds) {
    if (!holds) {
      always.remove(kind);
    }
  }

  static Change change(boolean may, boolean always) {
    return !may ? Change.NO : always ? Change.YES : Change.MAYBE;
  }

  Change stops() {
    return change(mayStop, alwaysStops);
  }

  Change starts() {
    return change(mayStart, alwaysStarts);
  }

  @Override
  public String toString() {
    return "before "
        + before
        + ", after "
        + after
        + ", stops "
        + stops()
        + ", starts "
        + starts()
        + ", always "
        + always;
  }

  /** Which records of a set are ingested, whatever unknown conditions mean, and which may be. */
  static final class Ingested {
    boolean someMayBeIn;
    boolean someMayBeOut;
    boolean someAlwaysIn;
    boolean someAlwaysOut;

    void add(long variantsIn, long allVariants) {
      someMayBeIn |= variantsIn != 0;
      someMayBeOut |= variantsIn != allVariants;
      someAlwaysIn |= variantsIn == allVariants;
      someAlwaysOut |= variantsIn == 0;
    }

    void addTo(Set<Verdict> verdicts) {
      if (!someAlwaysOut) {
        verdicts.add(Verdict.INGESTED);
      }
      if (!someAlwaysIn) {
        verdicts.add(Verdict.NOT_INGESTED);
      }
      if (someMayBeIn && someMayBeOut) {
        verdicts.add(Verdict.PARTLY);
      }
    }
  }
}

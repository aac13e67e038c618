package io.github.logconfig.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that apply or may apply to the records of a cluster.
 *
 * <p>The scope of the managed rules and the environment of a cluster are known. Other scopes may
 * not be: rules of a Kubernetes cluster that is tied to no cluster may apply to every cluster,
 * rules of a host apply to the pods that run there, and a scope of unknown kind may have any place
 * in the order. There is one chain for each possibility, and a verdict is certain only if all of
 * them agree.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param possibilities the possible rules of other scopes; never empty
 * @param target the rules of the scope of the managed rules
 * @param environment the rules of the environment
 * @since 0.1.0
 */
public record PossibleChains(
    List<Possibility> possibilities, RuleChain target, RuleChain environment) {

  private static final RuleChain NO_RULES = new RuleChain(List.of());

  /**
   * The rules of scopes besides the target and the environment, if one assumption holds.
   *
   * @param first the rules that are evaluated before those of the target
   * @param between the rules that are evaluated between those of the target and of the environment
   * @param last the rules that are evaluated after those of the environment
   * @param doubts why it is not certain that the assumption holds; empty if it is the only one
   */
  public record Possibility(
      RuleChain first, RuleChain between, RuleChain last, List<Doubt> doubts) {

    /** No rules in other scopes. */
    public static final Possibility NONE = new Possibility(NO_RULES, List.of());

    /** Copies the list. */
    public Possibility {
      doubts = List.copyOf(doubts);
    }

    /** Creates a possibility with rules of narrower scopes only. */
    public Possibility(RuleChain first, List<Doubt> doubts) {
      this(first, NO_RULES, NO_RULES, doubts);
    }

    /** Whether there are no rules in other scopes. */
    public boolean isEmpty() {
      return first.isEmpty() && between.isEmpty() && last.isEmpty();
    }
  }

  /** Copies the list. */
  public PossibleChains {
    if (possibilities.isEmpty()) {
      throw new IllegalArgumentException("possible chains need at least one possibility");
    }
    possibilities = List.copyOf(possibilities);
  }

  /** Returns the only chain that is possible where all scopes are known. */
  public static PossibleChains of(RuleChain chain) {
    return new PossibleChains(List.of(Possibility.NONE), NO_RULES, chain);
  }

  /** Returns the chain of each possibility, all rules in evaluation order. */
  List<RuleChain> chains() {
    List<RuleChain> chains = new ArrayList<>(possibilities.size());
    for (Possibility it : possibilities) {
      chains.add(RuleChain.of(List.of(it.first(), target, it.between(), environment, it.last())));
    }
    return chains;
  }

  /** Returns all rules of all possibilities, each once. */
  public List<ScopedRule> rules() {
    return compiled().stream().map(CompiledRule::source).toList();
  }

  /** Returns all rules of all possibilities, each once; possibilities share compiled rules. */
  List<CompiledRule> compiled() {
    List<RuleChain> chains = chains();
    if (chains.size() == 1) {
      return chains.get(0).compiled();
    }
    Set<CompiledRule> all = new LinkedHashSet<>();
    chains.forEach(chain -> all.addAll(chain.compiled()));
    return List.copyOf(all);
  }
}

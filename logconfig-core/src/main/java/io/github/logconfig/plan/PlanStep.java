package io.github.logconfig.plan;

import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import java.util.List;
import java.util.Optional;

/**
 * One write of a plan.
 *
 * <p>Steps of one scope that depend on each other are in successive {@linkplain #wave waves}: those
 * of a wave may be sent together and succeed or fail each for itself, and the next wave is due only
 * when the one before it stands.
 *
 * @since 0.1.0
 */
public sealed interface PlanStep {

  /**
   * Which rule of ours is written.
   *
   * @return its identity
   */
  RuleIdentity identity();

  /**
   * Where the rule hangs.
   *
   * @return the scope of the host group
   */
  RuleScope scope();

  /**
   * The title by which people find the rule: the one that it has after the step, or had before it
   * is deleted.
   *
   * @return the title
   */
  String title();

  /**
   * When the step is due.
   *
   * @return the number of its wave, from 0
   */
  int wave();

  /**
   * What must still hold when the step is carried out.
   *
   * @return the condition
   */
  Precondition precondition();

  /**
   * Where the step puts the rule.
   *
   * @return the place in the order of the scope; empty if the rule keeps its place or goes
   */
  Optional<Position> placedAt();

  /** Returns the rule that the step writes; empty if it deletes one. */
  Optional<LogRule> written();

  /**
   * The namespaces that the rule takes in after the step and did not before.
   *
   * @return their names in natural order
   */
  List<NamespaceName> namespacesAdded();

  /**
   * The namespaces that the rule took in before the step and does not any more. Values that are no
   * namespace names, which only somebody else can have put there, are told as a {@link
   * FieldChange}.
   *
   * @return their names in natural order
   */
  List<NamespaceName> namespacesRemoved();

  /**
   * Puts a rule where none was.
   *
   * @param identity which rule
   * @param scope where it hangs
   * @param rule what it says
   * @param position its place in the order of the scope
   * @param namespacesAdded the namespaces that it takes in; none for the closing rule
   * @param wave when the step is due
   * @param precondition that no rule has its external id yet
   */
  record CreateRule(
      RuleIdentity identity,
      RuleScope scope,
      LogRule rule,
      Position position,
      List<NamespaceName> namespacesAdded,
      int wave,
      Precondition.Absent precondition)
      implements PlanStep {

    @Override
    public Optional<LogRule> written() {
      return Optional.of(rule);
    }

    @Override
    public Optional<Position> placedAt() {
      return Optional.of(position);
    }

    /**
     * Copies the lists.
     *
     * @param identity as told above
     * @param scope as told above
     * @param rule as told above
     * @param position as told above
     * @param namespacesAdded as told above
     * @param wave as told above
     * @param precondition as told above
     */
    public CreateRule {
      namespacesAdded = List.copyOf(namespacesAdded);
    }

    @Override
    public String title() {
      return rule.title();
    }

    @Override
    public List<NamespaceName> namespacesRemoved() {
      return List.of();
    }
  }

  /**
   * Replaces what a rule says, in one write with a new place if it needs one.
   *
   * @param identity which rule
   * @param scope where it hangs
   * @param rule what it says afterwards
   * @param namespacesAdded the namespaces that it takes in anew
   * @param namespacesRemoved the namespaces that it does not take in any more
   * @param changes what else changes
   * @param wave when the step is due
   * @param precondition that nobody has written the rule since
   * @param position its new place in the order of the scope; empty if it keeps its place
   */
  record UpdateRule(
      RuleIdentity identity,
      RuleScope scope,
      LogRule rule,
      List<NamespaceName> namespacesAdded,
      List<NamespaceName> namespacesRemoved,
      List<FieldChange> changes,
      int wave,
      Precondition.Unchanged precondition,
      Optional<Position> position)
      implements PlanStep {

    @Override
    public Optional<LogRule> written() {
      return Optional.of(rule);
    }

    @Override
    public Optional<Position> placedAt() {
      return position;
    }

    /**
     * Copies the lists.
     *
     * @param identity as told above
     * @param scope as told above
     * @param rule as told above
     * @param namespacesAdded as told above
     * @param namespacesRemoved as told above
     * @param changes as told above
     * @param wave as told above
     * @param precondition as told above
     * @param position as told above
     */
    public UpdateRule {
      namespacesAdded = List.copyOf(namespacesAdded);
      namespacesRemoved = List.copyOf(namespacesRemoved);
      changes = List.copyOf(changes);
    }

    /**
     * An update that leaves the rule in its place.
     *
     * @param identity which rule
     * @param scope where it hangs
     * @param rule what it says afterwards
     * @param namespacesAdded the namespaces that it takes in anew
     * @param namespacesRemoved the namespaces that it does not take in any more
     * @param changes what else changes
     * @param wave when the step is due
     * @param precondition that nobody has written the rule since
     */
    public UpdateRule(
        RuleIdentity identity,
        RuleScope scope,
        LogRule rule,
        List<NamespaceName> namespacesAdded,
        List<NamespaceName> namespacesRemoved,
        List<FieldChange> changes,
        int wave,
        Precondition.Unchanged precondition) {
      this(
          identity,
          scope,
          rule,
          namespacesAdded,
          namespacesRemoved,
          changes,
          wave,
          precondition,
          Optional.empty());
    }

    @Override
    public String title() {
      return rule.title();
    }
  }

  /**
   * Takes over a rule that was made by hand: it gets our mark and says what ours is to say.
   *
   * <p>The service sets an external id only when an object is posted, with its object id, and a
   * post carries no update token. Whoever carries the step out therefore has to read the object
   * right before, and to write nothing unless it is {@linkplain #precondition unchanged} and still
   * without an external id.
   *
   * @param identity which rule of ours it becomes
   * @param scope where it hangs
   * @param rule what it says afterwards
   * @param position its place; a post without one would put it last
   * @param namespacesAdded the namespaces that it takes in anew
   * @param namespacesRemoved the namespaces that it does not take in any more
   * @param changes what else changes
   * @param wave when the step is due
   * @param precondition that nobody has written the rule since
   */
  record AdoptRule(
      RuleIdentity identity,
      RuleScope scope,
      LogRule rule,
      Position position,
      List<NamespaceName> namespacesAdded,
      List<NamespaceName> namespacesRemoved,
      List<FieldChange> changes,
      int wave,
      Precondition.Unchanged precondition)
      implements PlanStep {

    @Override
    public Optional<LogRule> written() {
      return Optional.of(rule);
    }

    @Override
    public Optional<Position> placedAt() {
      return Optional.of(position);
    }

    /**
     * Copies the lists.
     *
     * @param identity as told above
     * @param scope as told above
     * @param rule as told above
     * @param position as told above
     * @param namespacesAdded as told above
     * @param namespacesRemoved as told above
     * @param changes as told above
     * @param wave as told above
     * @param precondition as told above
     */
    public AdoptRule {
      namespacesAdded = List.copyOf(namespacesAdded);
      namespacesRemoved = List.copyOf(namespacesRemoved);
      changes = List.copyOf(changes);
    }

    @Override
    public String title() {
      return rule.title();
    }
  }

  /**
   * Puts a rule in another place; what it says stays.
   *
   * @param identity which rule
   * @param scope where it hangs
   * @param rule what it says, before and after
   * @param position its new place in the order of the scope
   * @param wave when the step is due
   * @param precondition that nobody has written the rule since
   */
  record MoveRule(
      RuleIdentity identity,
      RuleScope scope,
      LogRule rule,
      Position position,
      int wave,
      Precondition.Unchanged precondition)
      implements PlanStep {

    @Override
    public Optional<LogRule> written() {
      return Optional.of(rule);
    }

    @Override
    public Optional<Position> placedAt() {
      return Optional.of(position);
    }

    @Override
    public String title() {
      return rule.title();
    }

    @Override
    public List<NamespaceName> namespacesAdded() {
      return List.of();
    }

    @Override
    public List<NamespaceName> namespacesRemoved() {
      return List.of();
    }
  }

  /**
   * Takes a rule away.
   *
   * @param identity which rule
   * @param scope where it hangs
   * @param title its title
   * @param namespacesRemoved the namespaces that it took in
   * @param wave when the step is due
   * @param precondition that nobody has written the rule since
   */
  record DeleteRule(
      RuleIdentity identity,
      RuleScope scope,
      String title,
      List<NamespaceName> namespacesRemoved,
      int wave,
      Precondition.Unchanged precondition)
      implements PlanStep {

    @Override
    public Optional<LogRule> written() {
      return Optional.empty();
    }

    @Override
    public Optional<Position> placedAt() {
      return Optional.empty();
    }

    /**
     * Copies the lists.
     *
     * @param identity as told above
     * @param scope as told above
     * @param title as told above
     * @param namespacesRemoved as told above
     * @param wave as told above
     * @param precondition as told above
     */
    public DeleteRule {
      namespacesRemoved = List.copyOf(namespacesRemoved);
    }

    @Override
    public List<NamespaceName> namespacesAdded() {
      return List.of();
    }
  }
}

package io.github.logconfig.plan;

import java.util.Locale;

/**
 * What a {@link PlanStep} does with a rule.
 *
 * @since 0.1.0
 */
public enum Action {

  /** Creates a rule. */
  CREATE("+"),

  /** Changes the content of a managed rule, and its position if necessary. */
  UPDATE("~"),

  /**
   * Turns an unmanaged rule into a managed one: sets its external id and changes its content.
   *
   * <p>The service sets an external id only if an object is posted together with its object id, and
   * a post carries no update token. The executor therefore reads the object immediately before, and
   * writes only if it still meets the {@linkplain PlanStep#precondition precondition} and has no
   * external id.
   */
  ADOPT("~"),

  /** Changes only the position of a managed rule. */
  MOVE("↕"),

  /** Deletes a managed rule. */
  DELETE("-");

  private final String symbol;

  Action(String symbol) {
    this.symbol = symbol;
  }

  /** Returns the symbol that marks the action in text output. */
  public String symbol() {
    return symbol;
  }

  /**
   * Returns the name of the action in JSON and metrics: {@code create}, {@code update}, {@code
   * move} or {@code delete}. An adoption is an {@code update}.
   */
  public String kind() {
    return this == ADOPT ? UPDATE.kind() : name().toLowerCase(Locale.ROOT);
  }
}

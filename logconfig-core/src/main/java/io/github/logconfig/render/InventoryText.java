package io.github.logconfig.render;

import io.github.logconfig.inventory.ListedRule;
import io.github.logconfig.inventory.RuleInventory;
import io.github.logconfig.model.Quoted;
import java.util.List;

/**
 * Lists rules as plain text: for each scope its rules in evaluation order.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class InventoryText {

  private InventoryText() {}

  /**
   * Returns the rules of environments as text. Each line ends in {@code \n}.
   *
   * @param colored whether to use escape sequences for colors
   */
  public static String of(List<RuleInventory> inventories, boolean colored) {
    StringBuilder text = new StringBuilder();
    for (RuleInventory inventory : inventories) {
      line(text, colored, "1", "environment " + inventory.environment());
      for (RuleInventory.Scope scope : inventory.scopes()) {
        line(text, false, "", "  " + InventoryWords.scope(scope));
        scope.rules().forEach(rule -> append(text, rule, colored));
      }
      line(text, false, "", "");
    }
    line(text, false, "", InventoryWords.totals(inventories) + ".");
    return text.toString();
  }

  private static void append(StringBuilder text, ListedRule rule, boolean colored) {
    String number = "    %3d  ".formatted(rule.position());
    line(
        text,
        colored,
        rule.managed() ? "32" : "",
        number + Quoted.of(rule.rule().rule().title()) + ", " + InventoryWords.management(rule));
    line(text, false, "", "         " + InventoryWords.meaning(rule.rule().rule()));
    for (String remark : InventoryWords.remarks(rule)) {
      line(text, colored, "33", "         ! " + remark);
    }
  }

  private static void line(StringBuilder text, boolean colored, String color, String line) {
    if (colored && !color.isEmpty()) {
      text.append("\u001B[").append(color).append('m').append(line).append("\u001B[0m\n");
    } else {
      text.append(line).append('\n');
    }
  }
}

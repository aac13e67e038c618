package io.github.logconfig.render;

import io.github.logconfig.inventory.ListedRule;
import io.github.logconfig.inventory.RuleInventory;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.util.List;

/**
 * Writes the rules of environments as one HTML page: a table for each scope, in evaluation order.
 *
 * <p>The page loads nothing and has no script. Its Content-Security-Policy allows exactly its
 * style. All text is escaped.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class InventoryHtml {

  private InventoryHtml() {}

  /**
   * Writes a page in UTF-8.
   *
   * @param failures why environments could not be read, one line each
   * @param origin who made the page from what, for example {@code logconfig 0.1.0}
   * @param out the destination; it is neither flushed nor closed
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      List<RuleInventory> inventories, List<String> failures, String origin, Appendable out)
      throws IOException {
    HtmlWriter html = new HtmlWriter(out).staticPage("logconfig list");
    html.element("p", "Log ingest rules", "class", "product").line();
    html.element("h1", InventoryWords.totals(inventories)).line();
    for (String failure : failures) {
      html.element("p", failure, "class", "notice").line();
    }
    html.close("header").line().open("main").line();
    for (RuleInventory inventory : inventories) {
      html.element("h2", "Environment " + inventory.environment()).line();
      for (RuleInventory.Scope scope : inventory.scopes()) {
        write(html, scope);
      }
    }
    html.close("main").line().open("footer").element("p", origin).close("footer").line();
    out.append("</body>\n</html>\n");
  }

  private static void write(HtmlWriter html, RuleInventory.Scope scope) throws IOException {
    html.element("h3", InventoryWords.scope(scope)).line();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String heading : List.of("", "Rule", "Managed by", "Logs", "Remarks")) {
      html.element("th", heading, "scope", "col");
    }
    html.close("tr").close("thead").line().open("tbody").line();
    for (ListedRule rule : scope.rules()) {
      html.open("tr").element("td", Integer.toString(rule.position()));
      html.element("th", Quoted.line(rule.rule().rule().title()), "scope", "row");
      html.element("td", InventoryWords.management(rule), "class", "word");
      html.element("td", InventoryWords.meaning(rule.rule().rule()), "class", "word");
      html.open("td", "class", "word");
      for (String remark : InventoryWords.remarks(rule)) {
        html.element("p", remark, "class", "amber");
      }
      html.close("td").close("tr").line();
    }
    html.close("tbody").close("table").close("div").line();
  }
}

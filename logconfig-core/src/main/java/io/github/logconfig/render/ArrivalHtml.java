package io.github.logconfig.render;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.arrival.UnknownCause;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Writes verdicts on the arrival of logs as one HTML page: a table for each verdict, those that
 * need attention first.
 *
 * <p>The page loads nothing and has no script. Its Content-Security-Policy allows exactly its
 * style. All text is escaped.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ArrivalHtml {

  private ArrivalHtml() {}

  /**
   * Writes a page in UTF-8.
   *
   * @param order the verdicts in the order of the page
   * @param summary the result in at least one line; the first is the title of a page without
   *     namespaces
   * @param failures why rules or logs could not be read, one line each
   * @param origin who made the page from what, for example {@code logconfig 0.1.0}
   * @param out the destination; it is neither flushed nor closed
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      List<ClusterArrival> clusters,
      List<ArrivalVerdict> order,
      List<String> summary,
      List<String> failures,
      String origin,
      Appendable out)
      throws IOException {
    HtmlWriter html = new HtmlWriter(out).staticPage("logconfig verify");
    html.element("p", "Arrival of logs", "class", "product").line();
    boolean isEmpty = clusters.stream().allMatch(it -> it.namespaces().isEmpty());
    html.element("h1", isEmpty ? withoutPeriod(summary.get(0)) : title(clusters, order)).line();
    for (String line : isEmpty ? summary.subList(1, summary.size()) : summary) {
      html.element("p", line, "class", "lead").line();
    }
    for (String failure : failures) {
      html.element("p", failure, "class", "notice").line();
    }
    html.close("header").line().open("main").line();
    for (ArrivalVerdict verdict : order) {
      int count = count(clusters, verdict);
      if (count > 0) {
        html.element("h2", verdict + ": " + count, "class", color(verdict)).line();
        table(html, clusters, verdict);
      }
    }
    html.close("main").line().open("footer").element("p", origin).close("footer").line();
    out.append("</body>\n</html>\n");
  }

  private static String withoutPeriod(String line) {
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String title(List<ClusterArrival> clusters, List<ArrivalVerdict> order) {
    int total = clusters.stream().mapToInt(it -> it.namespaces().size()).sum();
    return count(clusters, ArrivalVerdict.ARRIVES)
        + " of "
        + total
        + " namespaces arrive"
        + (order.stream().anyMatch(it -> isFault(it) && count(clusters, it) > 0)
            ? "; some are missing or leak"
            : "");
  }

  private static boolean isFault(ArrivalVerdict verdict) {
    return verdict == ArrivalVerdict.MISSING || verdict == ArrivalVerdict.LEAKS;
  }

  private static int count(List<ClusterArrival> clusters, ArrivalVerdict verdict) {
    return clusters.stream().mapToInt(it -> it.count(verdict)).sum();
  }

  private static String color(ArrivalVerdict verdict) {
    return switch (verdict) {
      case LEAKS, MISSING -> "red";
      case UNKNOWN -> "amber";
      case SILENT -> "gray";
      case ARRIVES -> "green";
    };
  }

  private static void table(HtmlWriter html, List<ClusterArrival> clusters, ArrivalVerdict verdict)
      throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String heading : List.of("Cluster", "Namespace", "Last seen", "Records", "Remarks")) {
      html.element("th", heading, "scope", "col");
    }
    html.close("tr").close("thead").line().open("tbody").line();
    for (ClusterArrival cluster : clusters) {
      for (NamespaceArrival namespace : cluster.namespaces()) {
        if (namespace.verdict() == verdict) {
          row(html, cluster, namespace);
        }
      }
    }
    html.close("tbody").close("table").close("div").line();
  }

  private static void row(HtmlWriter html, ClusterArrival cluster, NamespaceArrival namespace)
      throws IOException {
    html.open("tr").element("td", cluster.cluster().value());
    html.element("th", namespace.namespace().value(), "scope", "row");
    html.element("td", namespace.lastSeen().map(Instant::toString).orElse(""));
    html.element("td", namespace.records() > 0 ? Long.toString(namespace.records()) : "");
    html.element(
        "td",
        namespace
            .cause()
            .map(UnknownCause::text)
            .orElseGet(() -> String.join(", ", namespace.buckets())));
    html.close("tr").line();
  }
}

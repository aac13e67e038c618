package io.github.logconfig.render;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.arrival.UnknownCause;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
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
    boolean hasRecords = verdict == ArrivalVerdict.ARRIVES || verdict == ArrivalVerdict.LEAKS;
    List<String> headings =
        hasRecords
            ? List.of("Cluster", "Namespace", "Last seen", "Records", "Buckets")
            : List.of("Cluster", "Namespace", "Remarks");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String heading : headings) {
      html.element("th", heading, "scope", "col");
    }
    html.close("tr").close("thead").line().open("tbody").line();
    for (ClusterArrival cluster : clusters) {
      for (NamespaceArrival namespace : cluster.namespaces()) {
        if (namespace.verdict() == verdict) {
          row(html, cluster, namespace, hasRecords);
        }
      }
    }
    html.close("tbody").close("table").close("div").line();
  }

  private static void row(
      HtmlWriter html, ClusterArrival cluster, NamespaceArrival namespace, boolean hasRecords)
      throws IOException {
    html.open("tr").element("td", cluster.cluster().value(), "class", "word");
    html.element("th", namespace.namespace().value(), "scope", "row", "class", "word");
    if (hasRecords) {
      String lastSeen =
          namespace.lastSeen().map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
      html.element("td", lastSeen, "class", "whole");
      html.element("td", Long.toString(namespace.records()));
      html.element("td", String.join(", ", namespace.buckets()), "class", "word");
    } else {
      html.element("td", remark(namespace), "class", "word");
    }
    html.close("tr").line();
  }

  private static String remark(NamespaceArrival namespace) {
    return namespace
        .cause()
        .map(UnknownCause::text)
        .orElse(
            namespace.verdict() == ArrivalVerdict.MISSING
                ? "a workload runs, and no record was seen"
                : "no record was seen, and no running workload is known");
  }
}

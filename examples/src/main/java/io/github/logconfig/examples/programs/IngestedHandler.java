package io.github.logconfig.examples.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.reconcile.ExplainReport;
import io.github.logconfig.reconcile.Reconciler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /NAMESPACE}: are its logs ingested, and after the next run? */
record IngestedHandler(Reconciler reconciler, DesiredCluster cluster) implements HttpHandler {

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String answer = answer(exchange.getRequestURI().getPath().substring(1));
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String answer(String namespace) {
    if (!NamespaceName.isValid(namespace)) {
      return "not a namespace";
    }
    ExplainReport report =
        reconciler.explain(cluster, LogRecord.ofNamespace(NamespaceName.of(namespace)));
    return report
        .explanation()
        .map(it -> it.now().verdict().verdict() + ", then " + it.afterPlan().verdict().verdict())
        .orElseGet(() -> "unknown: " + report.failure().orElseThrow().message());
  }
}

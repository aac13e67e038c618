package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Counts the requests to the API by operation; requests to the control paths do not count. */
final class RequestJournal {

  private final Map<String, Integer> byOperation = new TreeMap<>();

  synchronized void count(String operation) {
    byOperation.merge(operation, 1, Integer::sum);
  }

  synchronized void clear() {
    byOperation.clear();
  }

  synchronized Map<String, Integer> byOperation() {
    return Map.copyOf(byOperation);
  }

  synchronized ObjectNode toJson() {
    ObjectNode json =
        ApiResponse.JSON
            .createObjectNode()
            .put("total", byOperation.values().stream().mapToInt(Integer::intValue).sum());
    ObjectNode counts = json.putObject("byOperation");
    byOperation.forEach(counts::put);
    return json;
  }
}

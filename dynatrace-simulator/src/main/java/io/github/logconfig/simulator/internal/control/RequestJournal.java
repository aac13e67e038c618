package io.github.logconfig.simulator.internal.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.util.Map;
import java.util.TreeMap;

/** Counts the requests to the API by operation; requests to the control paths do not count. */
public final class RequestJournal {

  private static final int MOST_UNKNOWN = 1_000;
  private static final String OTHERS = "others";

  private final Map<String, Integer> byOperation = new TreeMap<>();

  /** Counts a request of an operation, or of a path that is none. */
  public synchronized void count(String operation) {
    boolean full = byOperation.size() >= MOST_UNKNOWN && !byOperation.containsKey(operation);
    byOperation.merge(full ? OTHERS : operation, 1, Integer::sum);
  }

  public synchronized void clear() {
    byOperation.clear();
  }

  public synchronized Map<String, Integer> byOperation() {
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

package io.github.logconfig.simulator.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.internal.agents.Agents;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.SettingsWrites;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, polls and cancels queries. Thread-safe. */
public final class QueryService {

  /** The scopes that a token needs for queries of logs. */
  private static final List<String> METRIC_SCOPES = List.of("storage:metrics:read");

  private static final List<String> SCOPES = List.of("storage:logs:read", "storage:buckets:read");

  private static final int TTL_SECONDS = 60;
  private static final long TTL_MILLIS = TTL_SECONDS * 1_000L;
  private static final int MOST_RUNS = 10_000;

  private final Agents agents;
  private final Clock clock;
  private volatile SimulatedQueries settings;
  private final Map<String, Run> runs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Run> eldest) {
          return size() > MOST_RUNS;
        }
      };

  /** A query that was started. Its result is known from the beginning. */
  private static final class Run {
    private final ObjectNode result;
    private final int polls;
    private final boolean failing;
    private int polled;
    private long finishedAt;
    private boolean cancelled;

    Run(ObjectNode result, SimulatedQueries settings, long now) {
      this.result = result;
      this.polls = settings.polls();
      this.failing = settings.failing();
      this.finishedAt = now;
    }

    boolean finished() {
      return polled >= polls;
    }

    String state(long now) {
      if (cancelled) {
        return "CANCELLED";
      }
      if (!finished()) {
        return "RUNNING";
      }
      if (failing) {
        return "FAILED";
      }
      return now - finishedAt > TTL_MILLIS ? "RESULT_GONE" : "SUCCEEDED";
    }

    ObjectNode json(long now) {
      String state = state(now);
      ObjectNode json = ApiResponse.JSON.createObjectNode().put("state", state);
      if (state.equals("RUNNING")) {
        json.put("progress", 100 * polled / polls).put("ttlSeconds", TTL_SECONDS);
      } else if (state.equals("SUCCEEDED")) {
        json.put("progress", 100)
            .put("ttlSeconds", TTL_SECONDS - (now - finishedAt) / 1_000)
            .set("result", result);
      }
      return json;
    }
  }

  public QueryService(Agents agents, SimulatedQueries settings, Clock clock) {
    this.agents = agents;
    this.settings = settings;
    this.clock = clock;
  }

  public SimulatedQueries settings() {
    return settings;
  }

  public void set(SimulatedQueries others) {
    settings = others;
  }

  public ApiResponse execute(ApiRequest request, List<String> granted) {
    SimulatedQueries current = settings;
    JsonNode body = SettingsWrites.parse(request.body());
    String query = body.path("query").asText("");
    boolean ofMetric = query.stripLeading().startsWith("timeseries");
    List<String> missingScopes =
        (ofMetric ? METRIC_SCOPES : SCOPES).stream().filter(it -> !granted.contains(it)).toList();
    List<String> missingPermissions =
        current.missingPermissions().stream()
            .filter(it -> !ofMetric || METRIC_SCOPES.contains(it))
            .toList();
    if (!missingScopes.isEmpty() || !missingPermissions.isEmpty()) {
      return forbidden(missingScopes, missingPermissions);
    }
    if (query.isBlank()) {
      return invalid(new DqlException("QUERY_MISSING", "The query is empty", 0, 0), query);
    }
    ObjectNode result;
    try {
      result = LogQuery.result(body, current, agents, clock.millis());
    } catch (DqlException e) {
      return invalid(e, query);
    }
    synchronized (runs) {
      Run run = new Run(result, current, clock.millis());
      String token = UUID.randomUUID().toString();
      runs.put(token, run);
      ObjectNode json = run.json(clock.millis()).put("requestToken", token);
      return ApiResponse.json(run.finished() ? 200 : 202, json);
    }
  }

  public ApiResponse poll(ApiRequest request) {
    synchronized (runs) {
      Run run = run(request);
      if (run == null) {
        return gone();
      }
      if (!run.finished()) {
        run.polled++;
        run.finishedAt = clock.millis();
      }
      return ApiResponse.json(200, run.json(clock.millis()));
    }
  }

  public ApiResponse cancel(ApiRequest request) {
    synchronized (runs) {
      Run run = run(request);
      if (run == null) {
        return gone();
      }
      boolean finished = run.finished();
      ObjectNode json = run.json(clock.millis());
      run.cancelled = true;
      return finished ? ApiResponse.json(200, json) : ApiResponse.empty(202);
    }
  }

  private @Nullable Run run(ApiRequest request) {
    return runs.get(request.parameter("request-token").orElse(""));
  }

  private static ApiResponse gone() {
    return ApiResponse.error(
        410, "The query for the given request-token is not available anymore.");
  }

  private static ApiResponse forbidden(List<String> scopes, List<String> permissions) {
    ObjectNode details =
        ApiResponse.JSON
            .createObjectNode()
            .put("errorType", "NOT_AUTHORIZED_FOR_TABLE")
            .put("errorMessage", "You are not authorized to read from table \"logs\".");
    scopes.forEach(details.putArray("missingScopes")::add);
    permissions.forEach(details.putArray("missingPermissions")::add);
    return failure(403, "NOT_AUTHORIZED_FOR_TABLE", details);
  }

  private static ApiResponse invalid(DqlException error, String query) {
    ObjectNode details =
        ApiResponse.JSON
            .createObjectNode()
            .put("exceptionType", "DQL-SYNTAX-ERROR")
            .put("errorType", error.errorType())
            .put("errorMessage", error.message())
            .put("queryString", query)
            .put("queryId", UUID.randomUUID().toString());
    ObjectNode position = details.putObject("syntaxErrorPosition");
    position.set("start", position(query, error.start()));
    position.set("end", position(query, error.end()));
    return failure(400, error.errorType(), details);
  }

  private static ObjectNode position(String query, int index) {
    String before = query.substring(0, Math.min(index, query.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return ApiResponse.JSON
        .createObjectNode()
        .put("column", before.length() - 1 - before.lastIndexOf('\n'))
        .put("index", index)
        .put("line", line);
  }

  private static ApiResponse failure(int status, String message, ObjectNode details) {
    ObjectNode envelope = ApiResponse.JSON.createObjectNode();
    envelope.putObject("error").put("code", status).put("message", message).set("details", details);
    return ApiResponse.json(status, envelope);
  }
}

package io.github.logconfig.simulator.internal.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.Exchange;
import io.github.logconfig.simulator.ExchangeCheck;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the checks of the class path on every exchange and keeps the violations. */
public final class ExchangeChecks implements Consumer<Exchange> {

  /** Limits the memory for violations. */
  private static final int MOST_KEPT = 100;

  private static final int PARTLY = 207;

  /** Faults that break the contract on purpose. */
  private static final Set<String> CONTRACT_BREAKING =
      Set.of(
          "status",
          "drop-before",
          "drop-after",
          "truncate",
          "garbage",
          "login-page",
          "missing-id",
          "unreadable-value",
          "echo-authorization");

  private final List<ExchangeCheck> checks;
  private final boolean invalidRequestsAllowed;
  private final List<String> found = new ArrayList<>();
  private long exchanges;

  public ExchangeChecks(List<ExchangeCheck> checks, boolean invalidRequestsAllowed) {
    this.checks = List.copyOf(checks);
    this.invalidRequestsAllowed = invalidRequestsAllowed;
  }

  public static ExchangeChecks onClassPath(boolean invalidRequestsAllowed) {
    return new ExchangeChecks(
        ServiceLoader.load(ExchangeCheck.class).stream().map(ServiceLoader.Provider::get).toList(),
        invalidRequestsAllowed);
  }

  public boolean isEmpty() {
    return checks.isEmpty();
  }

  @Override
  public void accept(Exchange exchange) {
    for (ExchangeCheck check : checks) {
      keep(complaints(check, exchange));
    }
    synchronized (found) {
      exchanges++;
    }
  }

  List<String> found() {
    synchronized (found) {
      return List.copyOf(found);
    }
  }

  /** Returns the violations since the last call. */
  public List<String> take() {
    synchronized (found) {
      List<String> taken = List.copyOf(found);
      found.clear();
      return taken;
    }
  }

  ObjectNode toJson() {
    synchronized (found) {
      ObjectNode json =
          ApiResponse.JSON
              .createObjectNode()
              .put("checks", checks.size())
              .put("exchanges", exchanges);
      found.forEach(json.putArray("violations")::add);
      return json;
    }
  }

  private List<String> complaints(ExchangeCheck check, Exchange exchange) {
    List<String> complaints = new ArrayList<>();
    try {
      boolean changed = exchange.fault().filter(CONTRACT_BREAKING::contains).isPresent();
      if (!changed) {
        complaints.addAll(check.answer(exchange));
      }
      if (!invalidRequestsAllowed) {
        complaints.addAll(check.request(exchange));
        complaints.addAll(check.undocumented(exchange));
      } else if (!changed && exchange.status() < 300 && exchange.status() != PARTLY) {
        complaints.addAll(check.request(exchange));
      }
    } catch (RuntimeException defect) {
      complaints.add("the check failed on " + exchange.method() + " " + exchange.path() + defect);
    }
    return complaints;
  }

  private void keep(List<String> complaints) {
    synchronized (found) {
      for (String complaint : complaints) {
        if (found.size() < MOST_KEPT) {
          found.add(complaint);
        }
      }
    }
  }
}

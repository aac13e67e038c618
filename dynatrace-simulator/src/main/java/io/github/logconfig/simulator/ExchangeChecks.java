package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;

/** Asks the checks on the class path about every exchange, and keeps what they find. */
final class ExchangeChecks implements Consumer<Exchange> {

  /** Whoever broke the contract a hundred times knows enough. */
  private static final int MOST_KEPT = 100;

  private static final int PARTLY = 207;

  /** The faults whose answers are meant to break the contract. */
  private static final Set<String> SPOILING =
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

  ExchangeChecks(List<ExchangeCheck> checks, boolean invalidRequestsAllowed) {
    this.checks = List.copyOf(checks);
    this.invalidRequestsAllowed = invalidRequestsAllowed;
  }

  static ExchangeChecks onClassPath(boolean invalidRequestsAllowed) {
    return new ExchangeChecks(
        ServiceLoader.load(ExchangeCheck.class).stream().map(ServiceLoader.Provider::get).toList(),
        invalidRequestsAllowed);
  }

  boolean isEmpty() {
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

  /** What was found since it was last taken. */
  List<String> take() {
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
      boolean spoilt = exchange.fault().filter(SPOILING::contains).isPresent();
      if (!spoilt) {
        complaints.addAll(check.answer(exchange));
      }
      if (!invalidRequestsAllowed) {
        complaints.addAll(check.request(exchange));
        complaints.addAll(check.undocumented(exchange));
      } else if (!spoilt && exchange.status() < 300 && exchange.status() != PARTLY) {
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

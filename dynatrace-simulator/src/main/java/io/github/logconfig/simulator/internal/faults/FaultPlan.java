package io.github.logconfig.simulator.internal.faults;

import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.internal.http.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The faults that are set, and how many requests each of them has met. */
public final class FaultPlan {

  private volatile List<Armed> armed = List.of();

  private record Armed(Fault fault, AtomicLong met) {}

  /** What happens to one request: a fault other than a delay, and a delay. */
  public record Strike(Optional<Fault> fault, Duration delay) {

    static final Strike NONE = new Strike(Optional.empty(), Duration.ZERO);

    boolean is(Fault.Kind kind) {
      return fault.filter(struck -> struck.kind() == kind).isPresent();
    }
  }

  public void set(List<Fault> faults) {
    armed = faults.stream().map(fault -> new Armed(fault, new AtomicLong())).toList();
  }

  public List<Fault> faults() {
    return armed.stream().map(Armed::fault).toList();
  }

  public Strike strike(Optional<Operation> operation, boolean followUpPage) {
    String requested = operation.map(Operation::title).orElse("");
    Strike strike = Strike.NONE;
    for (Armed candidate : armed) {
      Fault fault = candidate.fault();
      boolean pageOnly =
          fault.kind() == Fault.Kind.REPEAT_PAGE || fault.kind() == Fault.Kind.VANISH_PAGE;
      if (!fault.meets(requested)
          || (pageOnly && !followUpPage)
          || !fault.strikes(candidate.met().incrementAndGet())) {
        continue;
      }
      if (fault.kind() == Fault.Kind.DELAY) {
        strike =
            new Strike(strike.fault(), strike.delay().plus(fault.duration().orElse(Duration.ZERO)));
      } else if (strike.fault().isEmpty()) {
        strike = new Strike(Optional.of(fault), strike.delay());
      }
    }
    return strike;
  }
}

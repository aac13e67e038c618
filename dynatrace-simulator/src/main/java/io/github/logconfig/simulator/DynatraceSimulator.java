package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.control.ExchangeChecks;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Capacity;
import io.github.logconfig.simulator.internal.http.HttpEngine;
import io.github.logconfig.simulator.internal.http.ServiceSettings;
import io.github.logconfig.simulator.internal.http.ServiceTransformer;
import io.github.logconfig.simulator.internal.http.ShiftedClock;
import io.github.logconfig.simulator.internal.http.SimulatedService;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A running simulator of one Dynatrace environment, on a port of the loopback address.
 *
 * <p>It keeps settings objects of the log rule schema with the constraints, the order, the
 * optimistic locks and the answers of the service, lists the configured entities, and looks up
 * tokens.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class DynatraceSimulator implements AutoCloseable {

  private final HttpEngine engine;
  private final SimulatedService service;

  private DynatraceSimulator(HttpEngine engine, SimulatedService service) {
    this.engine = engine;
    this.service = service;
  }

  /**
   * Starts the description of a simulator.
   *
   * @return a builder without host groups, that accepts any token, on a free port
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the URL of the simulated environment, for example {@code http://127.0.0.1:41234}. The
   * scheme is {@code https} if TLS is enabled.
   */
  public URI baseUrl() {
    return engine.address();
  }

  /**
   * The certificate of its own authority, which clients have to trust.
   *
   * @return empty if the simulator speaks plain http
   */
  public Optional<X509Certificate> certificate() {
    return engine.certificate();
  }

  /**
   * The port that it listens on.
   *
   * @return a port of the loopback address
   */
  public int port() {
    return engine.address().getPort();
  }

  /**
   * The settings objects that it holds, within each scope in their order.
   *
   * @return an array of objects with {@code objectId}, {@code scope}, {@code externalId}, {@code
   *     value} and so on
   */
  public JsonNode objects() {
    return service.objects();
  }

  /**
   * Adds entities to the running environment, with connection settings for Kubernetes clusters.
   *
   * @param entities the entities; an entity replaces one of the same id
   */
  public void addEntities(SimulatedEntity... entities) {
    service.addEntities(List.of(entities));
  }

  /**
   * Sets the workloads whose log records queries find, in place of those set before, also for the
   * past.
   *
   * @param workloads the workloads; none for an environment without logs
   */
  public void workloads(SimulatedWorkload... workloads) {
    service.agents().set(List.of(workloads));
  }

  /**
   * Sets how queries are executed from now on.
   *
   * @param queries the settings
   */
  public void queries(SimulatedQueries queries) {
    service.queries().set(queries);
  }

  /**
   * Returns whether the agent of a workload would ship its records if the present rules had reached
   * it. The workload need not be one of the environment.
   */
  public boolean ships(SimulatedWorkload workload) {
    return service.agents().ships(workload, Long.MAX_VALUE);
  }

  /** Returns the time of the simulated environment. */
  public Instant now() {
    return service.clock().instant();
  }

  /**
   * Lets time pass in the simulated environment, without waiting.
   *
   * @param time how long; not negative
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time " + time + " is negative; expected a future time");
    }
    service.clock().advance(time);
  }

  /**
   * Returns the number of requests for each operation since the start or the last {@link
   * #clearRequests}, by method and path template, for example {@code POST
   * /api/v2/settings/objects}.
   */
  public Map<String, Integer> requests() {
    return service.journal().byOperation();
  }

  /** Resets the request counts. */
  public void clearRequests() {
    service.journal().clear();
  }

  /**
   * Sets what goes wrong from now on, in place of what was set before. Their requests are counted
   * from here.
   *
   * @param faults the faults, in the order in which they are tried; none to let all be well
   */
  public void faults(Fault... faults) {
    service.faults().set(List.of(faults));
  }

  /** Lets nothing go wrong any more. */
  public void clearFaults() {
    service.faults().set(List.of());
  }

  /**
   * All settings objects as one document, with ids, update tokens, order and times.
   *
   * @return the document, to be given to {@link #restore}
   */
  public JsonNode snapshot() {
    return service.snapshot().take();
  }

  /**
   * Replaces all settings objects by those of a snapshot.
   *
   * @param snapshot what {@link #snapshot} gave
   * @throws IllegalArgumentException if it is no snapshot; then nothing has changed
   */
  public void restore(JsonNode snapshot) {
    try {
      service.snapshot().restore(snapshot);
    } catch (ApiFailure failure) {
      throw new IllegalArgumentException(failure.message(), failure);
    }
  }

  /**
   * Stops listening.
   *
   * @throws ContractViolationError if a {@linkplain ExchangeCheck check} found something, which is
   *     reported once
   */
  @Override
  public void close() {
    engine.stop();
    List<String> violations = service.checks().take();
    if (!violations.isEmpty()) {
      throw new ContractViolationError(violations);
    }
  }

  /** Describes a simulator. Not thread-safe. */
  public static final class Builder extends EnvironmentDescription<Builder> {

    private static final int HIGHEST_PORT = 65_535;
    private static final int ENGINE_THREADS = 64;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int MOST_WORKERS = 200;
    private static final int LONGEST_QUEUE = 500;
    private static final Duration LONGEST_LATENCY = Duration.ofMinutes(1);

    private final List<Consumer<Exchange>> recorders = new ArrayList<>();
    private String address = "127.0.0.1";
    private int port;
    private Duration latency = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private long jitterSeed;
    private Duration lag = Duration.ZERO;
    private int threads = UNLIMITED;
    private int queue;
    private Clock clock = Clock.systemUTC();
    private boolean tls;
    private boolean invalidRequestsAllowed;

    private Builder() {}

    /**
     * Lets the simulator speak https, with a certificate of its own that is made at the start.
     *
     * @return this builder
     * @see DynatraceSimulator#certificate()
     */
    public Builder tls() {
      this.tls = true;
      return this;
    }

    /**
     * Listens on all addresses, not only on the loopback address: for containers.
     *
     * @return this builder
     */
    public Builder onAllAddresses() {
      this.address = "0.0.0.0";
      return this;
    }

    /**
     * Sets the port.
     *
     * @param port the port to listen on; 0, the default, for a free one
     * @return this builder
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException("port " + port + " is not from 0 to " + HIGHEST_PORT);
      }
      this.port = port;
      return this;
    }

    /**
     * Sets how long the service takes for every answer.
     *
     * @param latency zero by default, at most one minute
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than one minute
     */
    public Builder latency(Duration latency) {
      this.latency = bounded("latency", latency);
      return this;
    }

    /**
     * Sets what is added to the latency of every answer by chance.
     *
     * @param most the most that is added, at most one minute
     * @param seed where the chance comes from
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than one minute
     */
    public Builder jitter(Duration most, long seed) {
      this.jitter = bounded("jitter", most);
      this.jitterSeed = seed;
      return this;
    }

    /**
     * Sets how long it takes until reads see what was written, as if another node of the cluster
     * answered them.
     *
     * @param lag zero by default, at most one minute
     * @return this builder
     * @throws IllegalArgumentException if it is negative or longer than one minute
     */
    public Builder readAfterWriteLag(Duration lag) {
      this.lag = bounded("lag", lag);
      return this;
    }

    /**
     * Sets how much the service takes on; what comes on top is answered with 429.
     *
     * @param threads how many requests are worked on at once
     * @param queue how many more may wait, each for at most ten seconds
     * @return this builder
     * @throws IllegalArgumentException if there are not 1 to 200 threads, or the queue is shorter
     *     than 0 or longer than 500
     */
    public Builder throttle(int threads, int queue) {
      if (threads < 1 || threads > MOST_WORKERS || queue < 0 || queue > LONGEST_QUEUE) {
        throw new IllegalArgumentException(
            "throttle of " + threads + " threads and a queue of " + queue + " is out of bounds");
      }
      this.threads = threads;
      this.queue = queue;
      return this;
    }

    /**
     * Sets the clock for timestamps and expiry.
     *
     * @param clock the system's by default
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Adds a recorder that receives every request to the API and its answer, before the answer goes
     * out. It is called by many threads.
     *
     * @param recorder called for every exchange
     * @return this builder
     */
    public Builder recorder(Consumer<Exchange> recorder) {
      recorders.add(recorder);
      return this;
    }

    /**
     * Lets clients send what the contract forbids, as tests of bad input do: of the {@linkplain
     * ExchangeCheck checks on the class path}, only answers and requests that were answered with
     * success are held against the contract.
     *
     * @return this builder
     */
    public Builder allowInvalidRequests() {
      this.invalidRequestsAllowed = true;
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @return the running simulator, to be closed by the caller
     * @throws IllegalArgumentException if the service would refuse an object that it is to hold
     * @throws IllegalStateException if it cannot listen on the port, for example because it is
     *     taken
     */
    public DynatraceSimulator start() {
      ExchangeChecks checks = ExchangeChecks.onClassPath(invalidRequestsAllowed);
      SimulatedService service =
          new SimulatedService(
              new ServiceSettings(
                  Map.copyOf(tokens),
                  Map.copyOf(oauthClients),
                  environmentId,
                  tokenLookup,
                  List.copyOf(entities),
                  List.copyOf(schemas),
                  List.copyOf(seeds),
                  new Capacity(threads, queue, latency, jitter, jitterSeed),
                  lag,
                  List.copyOf(workloads),
                  queries,
                  new ShiftedClock(clock),
                  checks));
      List<Consumer<Exchange>> listeners = new ArrayList<>(recorders);
      if (!checks.isEmpty()) {
        listeners.add(checks);
      }
      // the engine needs a thread for every request that waits, and some to turn others away
      int engineThreads = ENGINE_THREADS + (threads == UNLIMITED ? 0 : threads + queue);
      ServiceTransformer handler = new ServiceTransformer(service, listeners);
      return new DynatraceSimulator(
          HttpEngine.start(address, port, tls, engineThreads, handler), service);
    }

    @Override
    Builder self() {
      return this;
    }

    private static Duration bounded(String what, Duration duration) {
      if (duration.isNegative() || duration.compareTo(LONGEST_LATENCY) > 0) {
        throw new IllegalArgumentException(what + " " + duration + " is not from 0 to 1 minute");
      }
      return duration;
    }
  }
}

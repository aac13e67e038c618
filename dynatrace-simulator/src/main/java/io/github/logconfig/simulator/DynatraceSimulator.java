package io.github.logconfig.simulator;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running stand-in for one Dynatrace environment, on a port of the loopback address.
 *
 * <p>It keeps settings objects of the log rule schema with the constraints, the order, the
 * optimistic locks and the answers of the service, lists the entities that it was told of, and
 * looks up tokens.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class DynatraceSimulator implements AutoCloseable {

  private final WireMockServer server;
  private final SimulatedService service;

  private DynatraceSimulator(WireMockServer server, SimulatedService service) {
    this.server = server;
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
   * The address of the simulated environment.
   *
   * @return for example {@code http://127.0.0.1:41234}
   */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * The port that it listens on.
   *
   * @return a port of the loopback address
   */
  public int port() {
    return server.port();
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
   * How often each operation was asked for since the start, or since the last {@link
   * #clearRequests}.
   *
   * @return counts by method and path template, for example {@code POST /api/v2/settings/objects}
   */
  public Map<String, Integer> requests() {
    return service.journal().byOperation();
  }

  /** Forgets the requests that were counted. */
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

  /** Stops listening. */
  @Override
  public void close() {
    server.stop();
  }

  /** Describes a simulator. Not thread-safe. */
  public static final class Builder {

    private static final int THREADS = 20;

    private final List<SimulatedEntity> entities = new ArrayList<>();
    private int port;
    private Optional<String> token = Optional.empty();
    private Duration latency = Duration.ZERO;

    private Builder() {}

    /**
     * Sets the port.
     *
     * @param port the port to listen on; 0, the default, for a free one
     * @return this builder
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets the one token that is let in.
     *
     * @param token the token; without one any token is let in
     * @return this builder
     */
    public Builder token(String token) {
      this.token = Optional.of(token);
      return this;
    }

    /**
     * Sets how long every answer is held back.
     *
     * @param latency zero by default
     * @return this builder
     */
    public Builder latency(Duration latency) {
      this.latency = latency;
      return this;
    }

    /**
     * Adds a host group. Its entity id follows from its name.
     *
     * @param name the name of the host group
     * @return this builder
     */
    public Builder hostGroup(String name) {
      entities.add(SimulatedEntity.of("HOST_GROUP", name));
      return this;
    }

    /**
     * Adds a Kubernetes cluster. Its entity id follows from its name.
     *
     * @param name the name of the cluster
     * @return this builder
     */
    public Builder kubernetesCluster(String name) {
      entities.add(SimulatedEntity.of("KUBERNETES_CLUSTER", name));
      return this;
    }

    /**
     * Starts the simulator.
     *
     * @return the running simulator, to be closed by the caller
     */
    public DynatraceSimulator start() {
      SimulatedService service =
          new SimulatedService(token, List.copyOf(entities), Clock.systemUTC());
      WireMockServer server =
          new WireMockServer(
              options()
                  .bindAddress("127.0.0.1")
                  .port(port)
                  .containerThreads(THREADS)
                  .disableRequestJournal()
                  .stubRequestLoggingDisabled(true)
                  .extensions(new ServiceTransformer(service, latency)));
      server.start();
      server.stubFor(any(anyUrl()));
      return new DynatraceSimulator(server, service);
    }
  }
}

package io.github.logconfig.simulator.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.agents.Agents;
import io.github.logconfig.simulator.internal.agents.RuleHistory;
import io.github.logconfig.simulator.internal.auth.EffectivePermissions;
import io.github.logconfig.simulator.internal.auth.OAuthTokens;
import io.github.logconfig.simulator.internal.auth.TokenAuthentication;
import io.github.logconfig.simulator.internal.control.ControlPaths;
import io.github.logconfig.simulator.internal.control.ExchangeChecks;
import io.github.logconfig.simulator.internal.control.RequestJournal;
import io.github.logconfig.simulator.internal.entities.Entities;
import io.github.logconfig.simulator.internal.entities.EntityReads;
import io.github.logconfig.simulator.internal.faults.FaultPlan;
import io.github.logconfig.simulator.internal.faults.FaultedService;
import io.github.logconfig.simulator.internal.query.QueryService;
import io.github.logconfig.simulator.internal.settings.EffectiveValues;
import io.github.logconfig.simulator.internal.settings.ObjectRendering;
import io.github.logconfig.simulator.internal.settings.SchemaScope;
import io.github.logconfig.simulator.internal.settings.Scope;
import io.github.logconfig.simulator.internal.settings.SettingsReads;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.internal.settings.SettingsState;
import io.github.logconfig.simulator.internal.settings.SettingsWrites;
import io.github.logconfig.simulator.internal.settings.Snapshot;
import io.github.logconfig.simulator.internal.settings.StoredObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The service behind the HTTP engine: takes a request, finds its operation, and answers. */
public final class SimulatedService {

  private static final int MAX_BODY_BYTES = 1_048_576;

  /** A version that clients take for a recent one. */
  private static final String VERSION = "1.326.0.20261101-000000";

  private static final List<String> FIELDS_OF_CONTROL =
      List.of(
          "objectId",
          "scope",
          "schemaId",
          "externalId",
          "value",
          "updateToken",
          "modified",
          "author");

  private volatile Entities entities;
  private final RequestJournal journal = new RequestJournal();
  private final FaultPlan faults = new FaultPlan();
  private final FaultedService faulted;
  private final SettingsState state;
  private final SettingsSchemas schemas;
  private final ObjectRendering rendering;
  private final SettingsReads reads;
  private final SettingsWrites writes;
  private final EffectiveValues effectiveValues;
  private final EntityReads entityReads;
  private final OAuthTokens oauthTokens;
  private final TokenAuthentication authentication;
  private final boolean tokenLookup;
  private final Capacity capacity;
  private final ShiftedClock clock;
  private final Agents agents;
  private final QueryService queries;
  private final Snapshot snapshot;
  private final ControlPaths control;
  private final ExchangeChecks checks;

  public SimulatedService(ServiceSettings settings) {
    this.entities = new Entities(settings.entities());
    this.schemas = new SettingsSchemas(settings.schemas());
    this.rendering = new ObjectRendering(schemas);
    RuleHistory history = new RuleHistory(settings.clock());
    this.state = new SettingsState(settings.clock(), settings.lag(), history);
    this.reads = new SettingsReads(state, schemas, rendering);
    this.writes = new SettingsWrites(state, schemas, settings.clock());
    this.effectiveValues = new EffectiveValues(state, schemas, rendering, this::entities);
    this.entityReads = new EntityReads(this::entities, settings.clock());
    boolean anybody = settings.tokens().isEmpty() && settings.oauthClients().isEmpty();
    this.oauthTokens =
        new OAuthTokens(
            settings.oauthClients(), anybody, settings.environmentId(), settings.clock());
    this.tokenLookup = settings.tokenLookup();
    this.authentication = new TokenAuthentication(settings.tokens(), anybody, oauthTokens);
    this.capacity = settings.capacity();
    this.clock = settings.clock();
    this.checks = settings.checks();
    this.faulted = new FaultedService(new OtherClient());
    this.snapshot = new Snapshot(state, schemas);
    this.agents = new Agents(history, this::entities);
    this.queries = new QueryService(agents, settings.queries(), settings.clock());
    agents.set(settings.workloads());
    history.begin(
        () -> settings.seeds().forEach(seed -> writes.seed(seed.item(), seed.protection())));
    settings.entities().forEach(this::connect);
    state.settle();
    JsonNode beginning = snapshot.take();
    Entities entitiesAtStart = entities;
    this.control =
        new ControlPaths(
            this,
            () -> {
              this.entities = entitiesAtStart;
              agents.set(settings.workloads());
              queries.set(settings.queries());
              history.begin(() -> snapshot.restore(beginning));
            });
  }

  /** What goes out, how long it is held back, and the fault that befell it. */
  record Reply(WireAnswer answer, Duration delay, Optional<Fault> fault) {}

  Reply handle(ApiRequest request) {
    if (request.isControl()) {
      WireAnswer answer = WireAnswer.of(guarded(() -> control.answer(request)));
      return new Reply(answer, Duration.ZERO, Optional.empty());
    }
    Optional<Operation> operation = Operation.of(request.method(), request.segments());
    journal.count(operation.map(Operation::title).orElseGet(request::title));
    boolean followUp = request.parameter("nextPageKey").isPresent();
    FaultPlan.Strike strike = faults.strike(operation, followUp);
    Supplier<ApiResponse> service =
        () -> guarded(() -> capacity.work(() -> answer(operation, request)));
    WireAnswer answer =
        strike
            .fault()
            .map(fault -> faulted.answer(fault, operation, request, service))
            .orElseGet(() -> WireAnswer.of(service.get()));
    return new Reply(answer, strike.delay(), strike.fault());
  }

  /** What the clock of the service says. */
  ZonedDateTime now() {
    return clock.instant().atZone(ZoneOffset.UTC);
  }

  public RequestJournal journal() {
    return journal;
  }

  /** The faults that befall requests; setting them begins their counts anew. */
  public FaultPlan faults() {
    return faults;
  }

  public Entities entities() {
    return entities;
  }

  /** Adds entities, or replaces those of the same id, and connects Kubernetes clusters. */
  public synchronized void addEntities(List<SimulatedEntity> added) {
    entities = entities.with(added);
    added.forEach(this::connect);
    state.settle();
  }

  public Agents agents() {
    return agents;
  }

  public QueryService queries() {
    return queries;
  }

  public ShiftedClock clock() {
    return clock;
  }

  public ExchangeChecks checks() {
    return checks;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /** The objects with the fields that matter to tests and to people. */
  public ArrayNode objects() {
    return state.write(
        store -> {
          ArrayNode all = ApiResponse.JSON.createArrayNode();
          for (StoredObject object : store.all()) {
            all.add(rendering.node(object, FIELDS_OF_CONTROL, store));
          }
          return all;
        });
  }

  private ApiResponse answer(Optional<Operation> operation, ApiRequest request) {
    if (operation.equals(Optional.of(Operation.GRANT_TOKEN))) {
      return oauthTokens.grant(request);
    }
    List<String> granted = authentication.require(request, operation);
    if (request.bodyBytes() > MAX_BODY_BYTES) {
      throw new ApiFailure(413, "The request body is larger than 1 MB.");
    }
    return switch (operation.orElseThrow(() -> unknown(request))) {
      case LIST_OBJECTS -> reads.list(request);
      case CREATE_OBJECTS -> writes.post(request);
      case GET_OBJECT -> reads.get(request.lastSegment());
      case UPDATE_OBJECT -> writes.put(request.lastSegment(), request);
      case DELETE_OBJECT -> writes.delete(request.lastSegment(), request);
      case LIST_EFFECTIVE_VALUES -> effectiveValues.list(request);
      case RESOLVE_PERMISSIONS -> EffectivePermissions.resolve(request, granted);
      case LIST_SCHEMAS -> schemas.list(request);
      case GET_SCHEMA -> schemas.get(request);
      case LIST_ENTITIES -> entityReads.list(request);
      case GET_ENTITY -> entityReads.get(request);
      case LOOKUP_TOKEN -> lookUpToken(request);
      case EXECUTE_QUERY -> queries.execute(request, granted);
      case POLL_QUERY -> queries.poll(request);
      case CANCEL_QUERY -> queries.cancel(request);
      case GET_VERSION -> shown("version", VERSION);
      case GET_CLASSIC_ADDRESS -> shown("domain", request.origin());
      case TELL_USER -> user(request);
      case GRANT_TOKEN -> oauthTokens.grant(request);
    };
  }

  /** Creates the connection settings of a Kubernetes cluster with a UID, unless it has some. */
  private void connect(SimulatedEntity entity) {
    Optional<String> uid = entity.kubernetesUid();
    SchemaScope key = new SchemaScope(SettingsSchemas.KUBERNETES, new Scope(entity.entityId()));
    if (uid.isPresent() && state.write(store -> store.siblings(key).isEmpty())) {
      ObjectNode item =
          ApiResponse.JSON
              .createObjectNode()
              .put("schemaId", SettingsSchemas.KUBERNETES)
              .put("scope", entity.entityId());
      item.putObject("value")
          .put("enabled", true)
          .put("label", entity.displayName())
          .put("clusterIdEnabled", true)
          .put("clusterId", uid.get());
      writes.seed(item, StoredObject.Protection.NONE);
    }
  }

  private ApiResponse lookUpToken(ApiRequest request) {
    if (!tokenLookup) {
      throw new ApiFailure(410, "This endpoint has been removed.");
    }
    return authentication.lookup(request);
  }

  private static ApiFailure unknown(ApiRequest request) {
    return Operation.knows(request.segments())
        ? new ApiFailure(405, "Method not allowed")
        : new ApiFailure(404, "Not found");
  }

  private static ApiResponse user(ApiRequest request) {
    return ApiResponse.json(
        200,
        ApiResponse.JSON
            .createObjectNode()
            .put("userName", "Simulated user")
            .put("userId", TokenAuthentication.publicPart(request))
            .put("emailAddress", "user@example.com"));
  }

  private static ApiResponse shown(String name, String text) {
    return ApiResponse.json(200, ApiResponse.JSON.createObjectNode().put(name, text));
  }

  private static ApiResponse guarded(Supplier<ApiResponse> service) {
    try {
      return service.get();
    } catch (ApiFailure failure) {
      return failure.toEnvelope();
    } catch (RuntimeException defect) {
      return ApiResponse.error(500, "Internal Server Error occurred");
    }
  }

  /** Another client, which writes objects without changing their values. */
  private final class OtherClient implements FaultedService.StaleTokens {

    @Override
    public void touch(String objectId) {
      state.write(
          store -> {
            store.find(objectId).ifPresent(object -> writes.touch(store, object));
            return store;
          });
    }

    @Override
    public void touchAll() {
      state.write(
          store -> {
            store.all().forEach(object -> writes.touch(store, object));
            return store;
          });
    }
  }
}

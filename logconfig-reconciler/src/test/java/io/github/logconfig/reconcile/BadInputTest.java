package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit together is refused with a typed error before the first request. */
class BadInputTest {

  private static final Environment OTHER =
      Environment.of("other", "https://xyz98765.live.dynatrace.com");
  private static final Environment STAGING_ELSEWHERE =
      Environment.of("staging", "https://xyz98765.live.dynatrace.com");

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;
  private DynatraceSimulator workshop;
  private DynatraceClient workshopClient;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(2).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
    workshop = Fleets.simulator(2).start();
    workshopClient = Fleets.client(workshop);
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
    workshopClient.close();
    workshop.close();
  }

  /** A way to misuse a reconciler of the environment staging; plans are made by another client. */
  interface Misuse {
    void of(Reconciler reconciler, DynatraceClient workshop);
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        misuse(
            "two clusters with one host group",
            ConfigValidationException.class,
            "clusters/c1: host group c0 already belongs to cluster c0",
            (reconciler, workshop) ->
                reconciler.plan(
                    Fleets.state(
                        Fleets.cluster("c0", "a"),
                        DesiredCluster.builder()
                            .from(Fleets.cluster("c1", "a"))
                            .hostGroup(new HostGroupName("c0"))
                            .build()))),
        misuse(
            "a cluster of an environment that is not there",
            ConfigValidationException.class,
            "clusters/c0: unknown environment other",
            (reconciler, workshop) ->
                reconciler.apply(
                    DesiredState.builder()
                        .addEnvironment(Fleets.STAGING)
                        .addCluster(DesiredCluster.of("c0", OTHER, "a"))
                        .build())),
        misuse(
            "an environment without a client",
            ConfigValidationException.class,
            "environments/other: no client for environment other",
            (reconciler, workshop) -> reconciler.apply(stateOf(OTHER))),
        misuse(
            "an environment with another URL than the pinned one",
            ConfigValidationException.class,
            "the environment is https://xyz98765.live.dynatrace.com, and this run is about"
                + " https://abc12345.live.dynatrace.com",
            (reconciler, workshop) -> reconciler.apply(stateOf(STAGING_ELSEWHERE))),
        misuse(
            "a client of another environment",
            ConfigValidationException.class,
            "its client reaches another one: https://xyz98765.live.dynatrace.com",
            (reconciler, workshop) -> {
              try (DynatraceClient wrong = clientOf("https://xyz98765.live.dynatrace.com")) {
                Reconciler.builder()
                    .client(Fleets.STAGING, wrong)
                    .build()
                    .plan(Fleets.fleet(1, "a"));
              }
            }),
        misuse(
            "an ActiveGate of another environment",
            ConfigValidationException.class,
            "its client reaches another one: https://activegate.example.com:9999/e/xyz98765",
            (reconciler, workshop) -> {
              try (DynatraceClient wrong =
                  clientOf("https://activegate.example.com:9999/e/xyz98765")) {
                Reconciler.builder()
                    .client(Fleets.STAGING, wrong)
                    .build()
                    .plan(Fleets.fleet(1, "a"));
              }
            }),
        misuse(
            "a selection of a cluster that is not there",
            ConfigValidationException.class,
            "clusters/nobody: the cluster is selected but not in the desired state",
            (reconciler, workshop) ->
                reconciler.plan(
                    DesiredFleet.whole(Fleets.fleet(1, "a"))
                        .only(List.of(new ClusterName("nobody"))))),
        misuse(
            "a plan of another owner",
            InvalidPlanException.class,
            "is of owner other, this run manages rules of logconfig",
            (reconciler, workshop) -> reconciler.applySaved(planOfOwner(workshop, "other"))),
        misuse(
            "a plan of another owner, carried out at once",
            InvalidPlanException.class,
            "is of owner other, this run manages rules of logconfig",
            (reconciler, workshop) -> reconciler.apply(planOfOwner(workshop, "other"))),
        misuse(
            "a plan of another environment",
            ConfigValidationException.class,
            "no client for environment other",
            (reconciler, workshop) ->
                reconciler.applySaved(
                    edited(
                        workshop, "\"environment\" : \"staging\"", "\"environment\" : \"other\""))),
        misuse(
            "a plan of another address",
            ConfigValidationException.class,
            "the environment is https://xyz98765.live.dynatrace.com",
            (reconciler, workshop) ->
                reconciler.applySaved(
                    edited(
                        workshop,
                        "https://abc12345.live.dynatrace.com",
                        "https://xyz98765.live.dynatrace.com"))),
        misuse(
            "a plan whose step is of another host group",
            InvalidPlanException.class,
            "is about host group c0, one of its steps about c1",
            (reconciler, workshop) ->
                reconciler.applySaved(
                    edited(workshop, "logconfig:c0:include", "logconfig:c1:include"))),
        misuse(
            "a plan of another format",
            InvalidPlanException.class,
            "the plan has the format logconfig-plan/2, this program reads logconfig-plan/1",
            (reconciler, workshop) -> edited(workshop, "logconfig-plan/1", "logconfig-plan/2")),
        misuse(
            "a plan of another major version of the tool",
            InvalidPlanException.class,
            "the plan was made by version \"1.2.3\", and this is version 2.0.0",
            (reconciler, workshop) -> PlanDocument.read(document(workshop), "2.0.0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misuses")
  void refusesBeforeFirstRequest(
      String name, Class<? extends Exception> type, String message, Misuse misuse) {
    ThrowingCallable call = () -> misuse.of(reconciler, workshopClient);

    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(message);
    assertThat(simulator.requests()).isEmpty();
  }

  private static Arguments misuse(
      String name, Class<? extends Exception> type, String message, Misuse misuse) {
    return Arguments.of(name, type, message, misuse);
  }

  private static DesiredState stateOf(Environment environment) {
    return DesiredState.builder()
        .addEnvironment(environment)
        .addCluster(DesiredCluster.of("c0", environment, "a"))
        .build();
  }

  private static DynatraceClient clientOf(String url) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(url))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
        .build();
  }

  private static PlanReport planOfOwner(DynatraceClient client, String owner) {
    return Fleets.reconciler(client)
        .planOptions(PlanOptions.builder().owner(new Owner(owner)).build())
        .build()
        .plan(Fleets.fleet(1, "a"));
  }

  private static String document(DynatraceClient client) {
    return PlanDocument.write(
        Fleets.reconciler(client).build().plan(Fleets.fleet(1, "a")), "1.2.3");
  }

  private static PlanReport edited(DynatraceClient client, String from, String to) {
    return PlanDocument.read(document(client).replace(from, to));
  }
}

package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Checks of several environments. */
class DiagnosisTest {

  /** Each environment responds only after the other one has been asked. */
  @Test
  void checksEnvironmentsAtTheSameTimeAndReportsThemInOrder() throws IOException {
    CyclicBarrier both = new CyclicBarrier(2);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<HttpServer> servers = new ArrayList<>();
    List<DynatraceClient> clients = new ArrayList<>();
    List<Environment> environments = new ArrayList<>();
    List<DesiredCluster> clusters = new ArrayList<>();
    Reconciler.Builder reconciler = Reconciler.builder();
    for (String name : List.of("staging1", "prod1234")) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(await(both) ? 404 : 500, -1);
            exchange.close();
          });
      server.start();
      servers.add(server);
      Environment environment = Environment.of(name, "https://" + name + ".live.dynatrace.com");
      DynatraceClient client =
          Fleets.clientBuilder("http://127.0.0.1:" + server.getAddress().getPort()).build();
      environments.add(environment);
      clients.add(client);
      reconciler.client(environment, client);
      clusters.add(
          DesiredCluster.builder()
              .from(Fleets.cluster("c-" + name, "a"))
              .environment(environment)
              .build());
    }

    Diagnosis diagnosis =
        reconciler
            .build()
            .diagnose(DesiredState.builder().environments(environments).clusters(clusters).build());

    clients.forEach(DynatraceClient::close);
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
    assertThat(diagnosis.checks())
        .extracting(Diagnosis.Check::subject)
        .startsWith("environment staging1")
        .endsWith("environment prod1234");
    assertThat(diagnosis.failures())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.NOT_FOUND, FailureKind.NOT_FOUND);
  }

  private static boolean await(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      return false;
    }
  }
}

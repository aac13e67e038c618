package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

@DynatraceSimulatorTest(allowInvalidRequests = true)
class ConcurrencyTest {

  private static final int CLIENTS = 8;
  private static final int RULES = 12;
  private static final String LIST =
      OBJECTS + "?pageSize=500&schemaIds=" + SettingsSchemas.LOG_RULES;

  @Test
  void keepsTheOrderOfConcurrentInserts(DynatraceSimulator simulator, URI address)
      throws Exception {
    inParallel(
        client -> {
          HttpCalls calls = new HttpCalls(address, HttpCalls.TOKEN);
          String before = "";
          for (int rule = 0; rule < RULES; rule++) {
            String item = Items.item(client + "/" + rule, "\"insertAfter\":\"" + before + "\"");
            before = calls.post(OBJECTS, "[" + item + "]").body().get(0).path("objectId").asText();
          }
          return before;
        });

    List<String> titles = titles(simulator);
    assertThat(titles).hasSize(CLIENTS * RULES).doesNotHaveDuplicates();
    for (int client = 0; client < CLIENTS; client++) {
      List<String> chain = new ArrayList<>();
      for (int rule = 0; rule < RULES; rule++) {
        chain.add(client + "/" + rule);
      }
      assertThat(titles).containsSequence(chain);
    }
  }

  @Test
  void ofManyClientsThatWantOneTitleOneGetsIt(DynatraceSimulator simulator, URI address)
      throws Exception {
    List<List<Integer>> statuses =
        inParallel(
            client -> {
              HttpCalls calls = new HttpCalls(address, HttpCalls.TOKEN);
              List<Integer> own = new ArrayList<>();
              for (int rule = 0; rule < RULES; rule++) {
                own.add(calls.post(OBJECTS, "[" + Items.item("rule " + rule, "") + "]").status());
              }
              return own;
            });

    for (int rule = 0; rule < RULES; rule++) {
      int at = rule;
      assertThat(statuses).filteredOn(own -> own.get(at) == 200).hasSize(1);
      assertThat(statuses).filteredOn(own -> own.get(at) == 400).hasSize(CLIENTS - 1);
    }
    assertThat(titles(simulator)).hasSize(RULES).doesNotHaveDuplicates();
  }

  @Test
  void ofManyClientsWithOneUpdateTokenOneWrites(DynatraceSimulator simulator, URI address)
      throws Exception {
    HttpCalls first = new HttpCalls(address, HttpCalls.TOKEN);
    first.post(OBJECTS, "[" + Items.item("a", "") + "]");
    String id = simulator.objects().get(0).path("objectId").asText();
    String token = simulator.objects().get(0).path("updateToken").asText();

    List<Integer> statuses =
        inParallel(
            client ->
                new HttpCalls(address, HttpCalls.TOKEN)
                    .put(
                        OBJECTS + "/" + id,
                        "{\"updateToken\":\""
                            + token
                            + "\",\"value\":"
                            + Items.value("by " + client, "a")
                            + "}")
                    .status());

    assertThat(statuses).containsOnlyOnce(200).contains(409).hasSize(CLIENTS);
    assertThat(titles(simulator)).containsExactly("by " + statuses.indexOf(200));
  }

  @Test
  void asManyRequestsAreStruckAsOneAfterTheOther(DynatraceSimulator simulator, URI address)
      throws Exception {
    Fault fault = Fault.on("*").probability(0.3, 42).status(503);
    simulator.faults(fault);
    HttpCalls alone = new HttpCalls(address, HttpCalls.TOKEN);
    int expected = 0;
    for (int i = 0; i < CLIENTS * RULES; i++) {
      expected += alone.get(LIST).status() == 503 ? 1 : 0;
    }

    simulator.faults(fault);
    List<Integer> struck =
        inParallel(
            client -> {
              HttpCalls calls = new HttpCalls(address, HttpCalls.TOKEN);
              int count = 0;
              for (int i = 0; i < RULES; i++) {
                count += calls.get(LIST).status() == 503 ? 1 : 0;
              }
              return count;
            });

    assertThat(struck.stream().mapToInt(Integer::intValue).sum()).isEqualTo(expected).isPositive();
  }

  private static <T> List<T> inParallel(IntFunction<T> client)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(threads.submit(() -> client.apply(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private static List<String> titles(DynatraceSimulator simulator) {
    List<String> titles = new ArrayList<>();
    simulator
        .objects()
        .forEach(object -> titles.add(object.at("/value/config-item-title").asText()));
    return titles;
  }
}

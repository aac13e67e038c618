package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that is interrupted, wherever it waits, returns and leaves nothing behind. */
class InterruptionTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final int HOUR = 3_600_000;

  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void endsAPauseBetweenAttempts() throws Exception {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "100")));
    try (DynatraceClient client = builder().build()) {
      Interrupted call = new Interrupted(client, it -> it.settings().get(ID));
      call.interruptOnce("sleep");
      assertThat(call.thrown()).isInstanceOf(CallInterruptedException.class);
    }
  }

  @Test
  void endsTheWaitForASlotAndKeepsTheSlot() throws Exception {
    server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(HOUR)));
    try (DynatraceClient client = builder().maxConcurrency(1).build()) {
      Interrupted first = new Interrupted(client, it -> it.settings().get(ID));
      first.await("get");
      List<Interrupted> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(
            new Interrupted(client, it -> it.settings().create(List.of(RetryTest.object(false)))));
      }
      for (Interrupted other : others) {
        other.interruptOnce("enter");
        assertThat(other.thrown()).isInstanceOf(CallInterruptedException.class);
      }
      first.interruptOnce("get");
      assertThat(first.thrown()).isInstanceOf(CallInterruptedException.class);
      server.resetAll();
      server.stubFor(any(anyUrl()).willReturn(okJson("{\"objectId\":\"x\"}")));
      assertThat(client.settings().get(ID).objectId()).contains(ID);
    }
  }

  @Test
  void endsTheReadOfAWriteWithAnUnknownOutcome() throws Exception {
    server.stubFor(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(HOUR)));
    CountDownLatch sending = new CountDownLatch(1);
    try (DynatraceClient client = builder().build()) {
      server.addMockServiceRequestListener((request, response) -> sending.countDown());
      Interrupted call =
          new Interrupted(client, it -> it.settings().create(List.of(RetryTest.object(true))));
      call.await("get");
      sending.await();
      call.interruptOnce("get");
      assertThat(call.thrown()).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  /** A full backlog: the system does not answer to further connections. */
  @Test
  void endsConnecting() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
        Socket two = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
        DynatraceClient client =
            builder().baseUrl(BaseUrl.parse("http://127.0.0.1:" + deaf.getLocalPort())).build()) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      Interrupted call =
          new Interrupted(client, it -> it.settings().delete(ID, new UpdateToken("t")));
      call.interruptOnce("get");
      // systems differ in how many connections they hold for a server that does not answer
      assertThat(call.thrown())
          .isInstanceOfAny(CallInterruptedException.class, OutcomeUnknownException.class);
    }
  }

  @Test
  void endsTheWaitForAnAccessToken() throws Exception {
    server.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(HOUR)));
    OAuthClient oauth =
        OAuthClient.builder()
            .tokenEndpoint(URI.create(server.address() + "/sso"))
            .clientId("me")
            .clientSecret(ClientSecret.of("CLIENTSECRET"))
            .build();
    try (DynatraceClient client = builder().credentials(Credentials.oauth(oauth)).build()) {
      Interrupted fetching = new Interrupted(client, it -> it.settings().get(ID));
      fetching.await("get");
      Interrupted waiting = new Interrupted(client, it -> it.settings().get(ID));
      waiting.interruptOnce("lock");
      assertThat(waiting.thrown()).isInstanceOf(CallInterruptedException.class);
      fetching.interruptOnce("get");
      assertThat(fetching.thrown()).isInstanceOf(CallInterruptedException.class);
    }
  }

  @Test
  void endsACallBeforeItStarts() {
    try (DynatraceClient client = builder().build()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> client.settings().get(ID))
          .isInstanceOf(CallInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(server.getAllServeEvents()).isEmpty();
    }
  }

  @AfterEach
  void leavesNoThreadBehind() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("dynatrace-client-")) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private DynatraceClient.Builder builder() {
    return server
        .client()
        .connectTimeout(Duration.ofHours(1))
        .callTimeout(Duration.ofHours(1))
        .totalTimeout(Duration.ofHours(1));
  }

  /** A call on a thread of its own. */
  private static final class Interrupted {

    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private final AtomicBoolean flag = new AtomicBoolean();
    private final Thread thread;

    Interrupted(DynatraceClient client, Consumer<DynatraceClient> call) {
      thread =
          new Thread(
              () -> {
                try {
                  call.accept(client);
                } catch (DynatraceException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      thread.start();
    }

    /** Until it waits below a method of that name. */
    void await(String method) {
      while (!waitsIn(method)) {
        Thread.onSpinWait();
      }
    }

    private boolean waitsIn(String method) {
      boolean waits =
          thread.getState() == Thread.State.WAITING
              || thread.getState() == Thread.State.TIMED_WAITING;
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (waits && frame.getMethodName().equals(method)) {
          return true;
        }
      }
      return false;
    }

    void interruptOnce(String method) throws InterruptedException {
      await(method);
      thread.interrupt();
      // far less than what it waits for
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(flag).isTrue();
    }

    Throwable thrown() {
      return thrown.get();
    }
  }
}

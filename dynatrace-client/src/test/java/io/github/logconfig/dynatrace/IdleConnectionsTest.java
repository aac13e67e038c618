package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RequestEvent;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An idle connection that has ended costs no attempt, and leaves no write in doubt. */
class IdleConnectionsTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final int WAIT_SECONDS = 30;

  private final RecordingTiming timing = new RecordingTiming();
  private final List<RequestEvent> attempts = new CopyOnWriteArrayList<>();

  /** What happens to the first connection after its response. */
  enum End {
    CLOSED,
    RESET,
    /** A firewall has forgotten the connection and rejects the next request on it. */
    RESET_AT_NEXT_REQUEST
  }

  /** A request on a connection that has been idle. */
  enum Use {
    READ,
    DELETION,
    REPEATABLE_CREATION,
    CREATION;

    void send(DynatraceClient client) {
      switch (this) {
        case READ -> client.settings().get(ID);
        case DELETION -> client.settings().delete(ID);
        case REPEATABLE_CREATION, CREATION ->
            client
                .settings()
                .create(List.of(RetryTest.object(this == REPEATABLE_CREATION)))
                .orThrow();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endOfAnIdleConnectionCostsNoAttempt(Use use) throws Exception {
    for (End end : use == Use.READ ? List.of(End.values()) : List.of(End.CLOSED, End.RESET)) {
      try (Server server = new Server(end);
          DynatraceClient client = client(server)) {
        client.settings().get(ID);
        server.awaitEnd();
        use.send(client);

        assertThat(attempts).as("%s", end).hasSize(2).allMatch(it -> it.attempt() == 1);
        assertThat(timing.pauses()).as("%s", end).isEmpty();
      }
      attempts.clear();
    }
  }

  private DynatraceClient client(Server server) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.socket.getLocalPort()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
        .requestListener(attempts::add)
        .timing(timing)
        .build();
  }

  /** A server whose first connection ends after one response; all others stay open. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final End end;

    Server(End end) throws IOException {
      this.end = end;
      Thread serving = new Thread(this::serve, "server with dying connections");
      serving.setDaemon(true);
      serving.start();
    }

    void awaitEnd() throws InterruptedException {
      assertThat(ended.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void serve() {
      try (Socket first = socket.accept()) {
        respond(first);
        if (end != End.CLOSED) {
          first.setSoLinger(true, 0);
        }
        if (end == End.RESET_AT_NEXT_REQUEST) {
          ended.countDown();
          int unused = first.getInputStream().read();
        }
      } catch (IOException gone) {
        // the test has ended
      }
      ended.countDown();
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          while (respond(connection)) {
            // the next request
          }
        } catch (IOException gone) {
          // the client has closed the connection, or the test has ended
        }
      }
    }

    /** Responds to one request; returns false at the end of the connection. */
    private static boolean respond(Socket connection) throws IOException {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = reader.readLine();
      if (request == null) {
        return false;
      }
      int length = 0;
      for (String line = reader.readLine();
          line != null && !line.isEmpty();
          line = reader.readLine()) {
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = Integer.parseInt(header.replaceFirst(".*:", "").strip());
        }
      }
      for (int i = 0; i < length; i++) {
        int unused = reader.read();
      }
      String body =
          request.startsWith("POST")
              ? "[{\"code\":200,\"objectId\":\"x\"}]"
              : request.startsWith("DELETE") ? "" : "{\"objectId\":\"x\"}";
      String head =
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n";
      connection.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return true;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

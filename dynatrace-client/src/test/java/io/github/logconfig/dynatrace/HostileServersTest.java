package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that are not Dynatrace, or want to do harm: each ends in one line that says what is
 * wrong, within a bounded number of attempts and with bounded memory.
 */
class HostileServersTest {

  /** More than are made if the cause is probably permanent. */
  private static final int MOST_ATTEMPTS = 5;

  private static final byte[] MEBIBYTE = " ".repeat(1_048_576).getBytes(StandardCharsets.US_ASCII);
  private static final int TOO_MANY_MEBIBYTES = 66;

  enum Server {
    CLOSES("the server closed the connection without a response", MOST_ATTEMPTS) {
      @Override
      void answer(OutputStream out) {
        // sends nothing
      }
    },
    SPEAKS_SSH("the server does not speak HTTP; its response starts with: SSH-2.0-OpenSSH_9", 3) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "SSH-2.0-OpenSSH_9\r\n");
      }
    },
    LONG_HEADER("the header of the response breaks off, or is larger than 256 KiB", 3) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nX: " + "a".repeat(300_000) + "\r\n\r\n");
      }
    },
    LARGE_BODY("the response is larger than 64 MiB", 1) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        for (int i = 0; i < TOO_MANY_MEBIBYTES; i++) {
          out.write(MEBIBYTE);
        }
      }
    },
    COMPRESSION_BOMB("the response is larger than 64 MiB", 1) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
          for (int i = 0; i < TOO_MANY_MEBIBYTES; i++) {
            packed.write(MEBIBYTE);
          }
        }
      }
    },
    NOT_COMPRESSED(
        "the response is malformed: ID1ID2: actual 0x00007b7d != expected 0x00001f8b", 3) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, response("Content-Encoding: gzip", "{}".repeat(20)));
      }
    },
    BREAKS_OFF("the response breaks off", MOST_ATTEMPTS) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\":[");
      }
    },
    RESPONDS_LIKE_A_PROXY("the server requires user and password like a proxy (HTTP 407)", 3) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, response("", "").replace("200 OK", "407 Proxy Authentication Required"));
      }
    },
    LOGIN_PAGE(
        "the response is the web page \"Sign in\", not JSON: a proxy or a login page responds"
            + " instead of the service. Check the URL and the proxy",
        3) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(
            out,
            response(
                "Content-Type: text/html",
                "\n<!DOCTYPE html><html><head><title>Sign in</title></head></html>"));
      }
    },
    BLOCKED_BY_A_PROXY("HTTP 403, the web page \"Blocked\"", 1) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, response("", "<html><title>Blocked</title></html>").replace("200", "403"));
      }
    },
    HANGS("no response within 300 ms", 1) {
      @Override
      void answer(OutputStream out) {
        // until the client closes the connection
      }
    },
    SENDS_SLOWLY("the response is not complete within 300 ms", 1) {
      @Override
      void answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\":[");
      }
    };

    final String message;
    final int attempts;

    Server(String message, int attempts) {
      this.message = message;
      this.attempts = attempts;
    }

    boolean hangs() {
      return this == HANGS || this == SENDS_SLOWLY;
    }

    abstract void answer(OutputStream out) throws IOException;

    private static void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String response(String header, String body) {
      return "HTTP/1.1 200 OK\r\n"
          + (header.isEmpty() ? "" : header + "\r\n")
          + "Content-Length: "
          + body.length()
          + "\r\n\r\n"
          + body;
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsInOneLine(Server kind) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        DynatraceClient client = client(socket, kind)) {
      Thread serving = new Thread(() -> serve(socket, kind, requests), "hostile server");
      serving.setDaemon(true);
      serving.start();

      DynatraceException failure =
          catchThrowableOfType(
              DynatraceException.class,
              () ->
                  client
                      .settings()
                      .list(SettingsQuery.ofSchema(new SchemaId("builtin:a")))
                      .toList());

      assertThat(failure.getMessage())
          .startsWith("GET /settings/objects: " + kind.message)
          .hasLineCount(1);
      assertThat(requests).hasValue(kind.attempts);
    }
  }

  private static DynatraceClient client(ServerSocket server, Server kind) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.getLocalPort()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
        .callTimeout(kind.hangs() ? Duration.ofMillis(300) : Duration.ofMinutes(1))
        .retryPolicy(RetryPolicy.builder().maxAttempts(kind.hangs() ? 1 : MOST_ATTEMPTS).build())
        .timing(new RecordingTiming())
        .build();
  }

  private static void serve(ServerSocket socket, Server kind, AtomicInteger requests) {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        readHead(connection.getInputStream());
        requests.incrementAndGet();
        kind.answer(connection.getOutputStream());
        connection.getOutputStream().flush();
        if (kind.hangs()) {
          // until the client closes the connection
          int unused = connection.getInputStream().read();
        }
      } catch (IOException gone) {
        // the client has closed the connection, or the test has ended
      }
    }
  }

  private static void readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.write(next);
    }
  }
}

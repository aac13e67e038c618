package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Checks that the server has not closed an idle connection before a write is sent on it: whether a
 * write was carried out that is lost with its connection is unknown. The check takes a millisecond.
 * Reads are not checked, but {@linkplain FallbackAddresses sent again}. HTTP/2 does not need the
 * check, since its connections are always read.
 */
final class LiveConnections implements Interceptor {

  /** The connection was closed before the request was sent. */
  static final class Closed extends IOException {

    private static final long serialVersionUID = 1L;

    Closed() {
      super("the connection was closed by the server");
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    AttemptOptions options = chain.request().tag(AttemptOptions.class);
    Connection connection = chain.connection();
    if (options != null
        && !options.replayable()
        && !AttemptTrace.of(chain.request()).connected()
        && connection != null
        && connection.protocol() != Protocol.HTTP_2
        && isClosed(connection.socket())) {
      throw new Closed();
    }
    return chain.proceed(chain.request());
  }

  private static boolean isClosed(Socket socket) throws IOException {
    int timeout = socket.getSoTimeout();
    try {
      socket.setSoTimeout(1);
      // the end of the stream, or unexpected data: either way unusable for another request
      int unused = socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException reset) {
      return true;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(timeout);
      }
    }
  }
}

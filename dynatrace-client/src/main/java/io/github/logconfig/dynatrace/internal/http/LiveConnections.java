package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Looks whether the server has closed a connection that was kept, before a request goes out on it
 * that cannot be sent again. It takes a millisecond, so other requests go without. With HTTP/2
 * nothing of the kind is needed: somebody always listens there.
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
    AttemptTrace trace = chain.request().tag(AttemptTrace.class);
    Connection connection = chain.connection();
    if (trace != null
        && trace.needsLiveConnection()
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
      // an end, or something that nobody asked for: either way nothing for another request
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

package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Tries the other addresses of a host if one cannot be connected to, for example where a name has
 * an IPv6 address that leads nowhere; {@link Addresses} sees to it that the next one is another.
 * Leaves connections that were found closed.
 */
final class OtherAddresses implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    AttemptTrace trace = request.tag(AttemptTrace.class);
    for (int failed = 0; ; ) {
      try {
        return chain.proceed(request);
      } catch (IOException e) {
        if (!(e instanceof LiveConnections.Closed)) {
          failed++;
        }
        boolean hopeless = trace == null || trace.sent() || HttpConnections.isPermanent(e);
        if (hopeless || chain.call().isCanceled() || failed >= trace.addressCount()) {
          throw e;
        }
      }
    }
  }
}

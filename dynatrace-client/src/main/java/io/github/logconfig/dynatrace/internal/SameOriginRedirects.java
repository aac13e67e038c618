package io.github.logconfig.dynatrace.internal;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects within the pinned scheme, host and port; any other one is left for the caller
 * to refuse, since the token must not go there.
 */
final class SameOriginRedirects implements Interceptor {

  private static final int MOST = 5;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Response response = chain.proceed(request);
    for (int i = 0; i < MOST; i++) {
      HttpUrl target = target(request, response);
      if (target == null) {
        return response;
      }
      response.close();
      request = request.newBuilder().url(target).build();
      response = chain.proceed(request);
    }
    return response;
  }

  private static @Nullable HttpUrl target(Request request, Response response) {
    boolean keepsMethod = response.code() == 307 || response.code() == 308;
    boolean forReads = response.code() == 301 || response.code() == 302;
    if (!keepsMethod && !(forReads && request.method().equals("GET"))) {
      return null;
    }
    String location = response.header("Location");
    HttpUrl target = location == null ? null : request.url().resolve(location);
    return target != null && isSameOrigin(target, request.url()) ? target : null;
  }

  static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}

package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Follows up to five redirects within the pinned scheme, host and port. Any other redirect is left
 * for the caller to reject: the token must not go elsewhere, and a write must not become a read.
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
    HttpUrl target = location(response);
    return target != null
            && isSameOrigin(target, request.url())
            && keepsMethod(response.code(), request.method())
        ? target
        : null;
  }

  private static boolean keepsMethod(int status, String method) {
    return switch (status) {
      case 307, 308 -> true;
      case 301, 302, 303 -> method.equals("GET");
      default -> false;
    };
  }

  private static @Nullable HttpUrl location(Response response) {
    String location = response.header("Location");
    return location == null ? null : response.request().url().resolve(location);
  }

  /** Returns why a redirect was not followed; without its path, which could contain a secret. */
  static String reasonNotFollowed(Response response) {
    Request request = response.request();
    HttpUrl target = location(response);
    if (target == null) {
      return "a redirect without an address that could be followed";
    }
    String place = target.scheme() + "://" + target.host() + ":" + target.port();
    if (!isSameOrigin(target, request.url())) {
      return "a redirect to "
          + place
          + " was not followed: the token goes to no other host, scheme or port";
    }
    return keepsMethod(response.code(), request.method())
        ? "more than " + MOST + " redirects in a row within " + place
        : "a redirect within "
            + place
            + " was not followed: HTTP "
            + response.code()
            + " does not ask for the same "
            + request.method()
            + " elsewhere";
  }

  static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}

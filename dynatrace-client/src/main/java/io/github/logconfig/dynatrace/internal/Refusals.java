package io.github.logconfig.dynatrace.internal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Reads answers whose status is not a success. */
final class Refusals {

  private static final List<String> REQUEST_IDS = List.of("Dynatrace-Response-Id", "X-Request-Id");

  private Refusals() {}

  static HttpFailure.Refused read(Response<?> response, Redactor redactor, Timing timing) {
    int status = response.code();
    String body =
        status >= 300 && status < 400 ? redirect(response.raw()) : text(response.errorBody());
    return new HttpFailure.Refused(
        status,
        redactor.clean(body),
        redactor.clean(requestId(response.headers())),
        KeptRetryAfter.of(response.headers(), timing.now()));
  }

  /**
   * The id under which the service, or a proxy before it, knows an answer. The header is not
   * documented, so anything may stand in it.
   */
  private static String requestId(Headers headers) {
    for (String name : REQUEST_IDS) {
      String id = headers.get(name);
      if (id != null && id.matches("[!-~]{1,100}")) {
        return id;
      }
    }
    return "";
  }

  /** Where a redirect points, without anything that could be secret. */
  private static String redirect(okhttp3.Response response) {
    String location = response.header("Location");
    HttpUrl target = location == null ? null : response.request().url().resolve(location);
    if (target == null) {
      return "a redirect without an address that could be followed";
    }
    return "a redirect to "
        + target.scheme()
        + "://"
        + target.host()
        + ":"
        + target.port()
        + " was not followed: the token goes to no other host, scheme or port, and a write is not"
        + " turned into a read";
  }

  private static String text(@Nullable ResponseBody errorBody) {
    try (ResponseBody body = errorBody) {
      if (body == null) {
        return "";
      }
      MediaType type = body.contentType();
      return new String(body.bytes(), type == null ? StandardCharsets.UTF_8 : charset(type));
    } catch (IOException cutOff) {
      return "";
    }
  }

  private static Charset charset(MediaType type) {
    Charset charset = type.charset(StandardCharsets.UTF_8);
    return charset == null ? StandardCharsets.UTF_8 : charset;
  }
}

package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Headers;
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
        status >= 300 && status < 400
            ? SameOriginRedirects.reasonNotFollowed(response.raw())
            : text(response.errorBody());
    return of(status, response, body, redactor, timing);
  }

  /** The refusal with a status, which the answer may state in its body instead of its head. */
  static HttpFailure.Refused of(
      int status, Response<?> response, String body, Redactor redactor, Timing timing) {
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

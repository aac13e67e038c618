package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses whose status is not a success: their body up to a limit, and their headers {@code
 * Retry-After} and request id.
 */
final class ErrorResponses {

  private static final List<String> REQUEST_IDS = List.of("Dynatrace-Response-Id", "X-Request-Id");

  private static final String RETRY_AFTER = "Retry-After";
  private static final String KEPT_RETRY_AFTER = "Kept-Retry-After";
  private static final int MAX_DIGITS = 9;
  private static final int MAX_BODY_BYTES = 1_048_576;

  private ErrorResponses() {}

  /**
   * Interceptor that reads the body of an error response. A truncated body must not hide the
   * status, so the part that was received counts as the body.
   */
  static Response readBody(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (response.isSuccessful() || body == null) {
      return response;
    }
    MediaType type = body.contentType();
    byte[] bytes = new byte[0];
    try (InputStream stream = body.byteStream()) {
      bytes = stream.readNBytes(MAX_BODY_BYTES);
    } catch (IOException cutOff) {
      if (chain.call().isCanceled()) {
        throw cutOff;
      }
    }
    return response.newBuilder().body(ResponseBody.create(bytes, type)).build();
  }

  /**
   * Network interceptor that renames {@code Retry-After}: the HTTP library would repeat any request
   * by itself after a 503 with zero seconds, and fail at a number beyond its range.
   */
  static Response keepRetryAfter(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String text = response.header(RETRY_AFTER);
    Response.Builder builder =
        response.newBuilder().removeHeader(RETRY_AFTER).removeHeader(KEPT_RETRY_AFTER);
    return text == null ? response : builder.header(KEPT_RETRY_AFTER, text).build();
  }

  /**
   * Returns how long the service asks to wait: seconds, or a date. Any other text is ignored. A
   * date is compared with the {@code Date} of the response, since the clocks may differ.
   *
   * @param now the time of a response without a date
   */
  static @Nullable Duration retryAfter(Headers headers, Instant now) {
    String text = headers.get(KEPT_RETRY_AFTER);
    if (text == null) {
      return null;
    }
    String value = text.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > MAX_DIGITS
          ? Duration.ofDays(1)
          : Duration.ofSeconds(Long.parseLong(value));
    }
    Date until = headers.getDate(KEPT_RETRY_AFTER);
    Date sent = headers.getDate("Date");
    if (until == null) {
      return null;
    }
    Duration left = Duration.between(sent == null ? now : sent.toInstant(), until.toInstant());
    return left.isNegative() ? Duration.ZERO : left;
  }

  static HttpFailure.Refused read(
      retrofit2.Response<?> response, Redactor redactor, Timing timing) {
    int status = response.code();
    String body =
        status >= 300 && status < 400
            ? SameOriginRedirects.reasonNotFollowed(response.raw())
            : text(response.errorBody());
    return of(status, response, body, redactor, timing);
  }

  /**
   * Returns the failure with a status, which may be stated in the body instead of the status line.
   */
  static HttpFailure.Refused of(
      int status, retrofit2.Response<?> response, String body, Redactor redactor, Timing timing) {
    return new HttpFailure.Refused(
        status,
        redactor.clean(body),
        redactor.clean(requestId(response.headers())),
        retryAfter(response.headers(), timing.now()));
  }

  /**
   * Returns the id of the response in the log of the service, or of a server in between. The
   * headers are not documented, so their content is checked.
   */
  static String requestId(Headers headers) {
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

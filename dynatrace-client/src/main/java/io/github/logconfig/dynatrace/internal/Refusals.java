package io.github.logconfig.dynatrace.internal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Reads answers whose status is not a success. */
final class Refusals {

  private static final int LONGEST_SECONDS_TEXT = 9;

  private Refusals() {}

  static HttpFailure.Refused read(Response<?> response, Redactor redactor, Timing timing) {
    int status = response.code();
    String body =
        status >= 300 && status < 400 ? redirect(response.raw()) : text(response.errorBody());
    return new HttpFailure.Refused(
        status,
        redactor.clean(body),
        retryAfter(response.headers().get("Retry-After"), timing.now()));
  }

  /** Seconds, or a date; what is neither counts as not there. */
  static @Nullable Duration retryAfter(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    String value = text.strip();
    if (!value.isEmpty()
        && value.length() <= LONGEST_SECONDS_TEXT
        && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
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

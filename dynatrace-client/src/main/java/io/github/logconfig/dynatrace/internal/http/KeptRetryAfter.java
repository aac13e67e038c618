package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code Retry-After} from the HTTP library: it would send a request again by itself if a 503
 * names zero seconds, whatever the request, and break on a number beyond its own.
 */
final class KeptRetryAfter implements Interceptor {

  private static final String HEADER = "Retry-After";
  private static final String KEPT = "Kept-Retry-After";
  private static final int LONGEST_NUMBER = 9;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String text = response.header(HEADER);
    Response.Builder builder = response.newBuilder().removeHeader(HEADER).removeHeader(KEPT);
    return text == null ? response : builder.header(KEPT, text).build();
  }

  /**
   * How long the service asks to wait: seconds, or a date; what is neither counts as not there. A
   * date is compared with that of the answer if it has one, since the clocks may differ.
   *
   * @param now what counts as the time of an answer without a date
   */
  static @Nullable Duration of(Headers headers, Instant now) {
    String text = headers.get(KEPT);
    if (text == null) {
      return null;
    }
    String value = text.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > LONGEST_NUMBER
          ? Duration.ofDays(1)
          : Duration.ofSeconds(Long.parseLong(value));
    }
    Date until = headers.getDate(KEPT);
    Date answered = headers.getDate("Date");
    if (until == null) {
      return null;
    }
    Instant begin = answered == null ? now : answered.toInstant();
    Duration left = Duration.between(begin, until.toInstant());
    return left.isNegative() ? Duration.ZERO : left;
  }
}

package io.github.logconfig.dynatrace.internal.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure.RetryPotential;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Classifies responses with a success status that cannot be read, and exceptions thrown while a
 * response is received and read.
 */
final class UnreadableResponses {

  private static final int FIRST_SUCCESS = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_FAILURE = 400;
  private static final int LAST_FAILURE = 599;

  /** Enough for a message. */
  private static final int BODY_START = 1_024;

  /** The body of a response to DELETE has no other reader. */
  private static final int BODY_START_OF_DELETE = 1_048_576;

  /** A full page of the longest rules is half of it. */
  private static final int MAX_BODY_MEBIBYTES = 64;

  private static final long MAX_BODY_BYTES = MAX_BODY_MEBIBYTES * 1_048_576L;

  private final Redactor redactor;
  private final Timing timing;

  UnreadableResponses(Redactor redactor, Timing timing) {
    this.redactor = redactor;
    this.timing = timing;
  }

  /** The body of a response is larger than any that the service sends. */
  private static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;
  }

  /** Interceptor that limits the size of a body, decompressed. */
  static Response limitBody(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body == null) {
      return response;
    }
    Source limited =
        new ForwardingSource(body.source()) {
          private long total;

          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long bytes = super.read(sink, byteCount);
            total += bytes;
            if (total > MAX_BODY_BYTES) {
              throw new TooLarge();
            }
            return bytes;
          }
        };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(limited), body.contentType(), body.contentLength()))
        .build();
  }

  /** Interceptor that records the start of the body of a success, for messages. */
  static Response recordBodyStart(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body != null && response.isSuccessful()) {
      MediaType type = body.contentType();
      int bytes = chain.request().method().equals("DELETE") ? BODY_START_OF_DELETE : BODY_START;
      AttemptTrace.of(chain.request())
          .bodyStarts(type == null ? "" : type.toString(), start(body.source(), bytes));
    }
    return response;
  }

  private static String start(BufferedSource source, int bytes) throws IOException {
    try {
      source.request(bytes);
    } catch (IOException cutOff) {
      // the reader of the body meets it again
      return "";
    }
    long length = Math.min(bytes, source.getBuffer().size());
    return new String(source.peek().readByteArray(length), StandardCharsets.UTF_8);
  }

  static HttpFailure withoutBody(int status) {
    return new HttpFailure.Unreadable("the response (HTTP " + status + ") has no body");
  }

  /** Checks a response whose body is not needed: a login page or an error is not a success. */
  void requireSuccess(retrofit2.Response<Void> response) throws HttpFailure {
    AttemptTrace trace = AttemptTrace.of(response.raw().request());
    if (trace.bodyStart().isBlank()) {
      return;
    }
    JsonNode body = MissingNode.getInstance();
    try {
      body = Json.MAPPER.readTree(trace.bodyStart());
    } catch (JacksonException notJson) {
      // reported below
    }
    if (!body.isContainerNode()) {
      throw notJson(described(trace, "is neither empty nor a JSON object"));
    }
    for (JsonNode result : body.isArray() ? body : List.of(body)) {
      requireSuccess(response, result);
    }
  }

  /** Checks a success status against the code and error that its body states. */
  void requireSuccess(retrofit2.Response<?> response, JsonNode body) throws HttpFailure {
    int code = body.path("code").asInt(body.path("error").path("code").asInt(response.code()));
    if (code >= FIRST_FAILURE && code <= LAST_FAILURE) {
      throw ErrorResponses.of(code, response, body.toString(), redactor, timing);
    }
    if (code < FIRST_SUCCESS || code >= FIRST_REDIRECT || body.hasNonNull("error")) {
      throw new HttpFailure.Unreadable(
          "the response (HTTP "
              + response.code()
              + ") contradicts itself: "
              + ErrorDecoder.bounded(redactor.clean(body.toString())));
    }
  }

  HttpFailure classify(@Nullable Throwable failure, AttemptTrace trace) {
    if (failure == null) {
      return HttpFailure.NoAnswer.unsent("no response");
    }
    IOException network = networkFailure(failure);
    if (network instanceof TooLarge) {
      return new HttpFailure.Unreadable(
          "the response is larger than " + MAX_BODY_MEBIBYTES + " MiB", RetryPotential.NONE);
    }
    if (network != null) {
      return noResponse(network, trace);
    }
    if (failure instanceof JacksonException json) {
      return unreadable(json, trace);
    }
    if (failure instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    throw new IllegalStateException(failure);
  }

  private HttpFailure noResponse(IOException network, AttemptTrace trace) {
    Kind kind = NetworkFailures.kind(network, trace);
    return new HttpFailure.NoAnswer(
        redactor.clean(NetworkFailures.message(network, trace)),
        redactor.clean(network),
        trace.sent() && !isUnprocessed(network),
        kind,
        NetworkFailures.retryPotential(network, kind));
  }

  /**
   * Exceptions of Jackson are IOExceptions, but not failures of the network. They quote the
   * response at any length, so neither they nor their messages are passed on.
   */
  private HttpFailure unreadable(JacksonException json, AttemptTrace trace) {
    if (trace.bodyStart().isEmpty()) {
      return notJson("the response is empty");
    }
    String message = described(trace, "is not the expected JSON");
    if (cause(json, JsonEOFException.class) != null) {
      return new HttpFailure.NoAnswer(message, null, true, Kind.NO_RESPONSE, RetryPotential.LIKELY);
    }
    return cause(json, JsonParseException.class) != null
        ? notJson(message)
        : new HttpFailure.Unreadable(message);
  }

  private static HttpFailure notJson(String message) {
    return new HttpFailure.NoAnswer(
        message, null, true, Kind.UNEXPECTED_RESPONSE, RetryPotential.DOUBTFUL);
  }

  private String described(AttemptTrace trace, String what) {
    return described(redactor.clean(trace.contentType()), redactor.clean(trace.bodyStart()), what);
  }

  /**
   * Describes a response that is not JSON.
   *
   * @param contentType the content type without secrets; empty if there is none
   * @param body the body, or its start, without secrets
   * @param what what is wrong with it unless it is a web page
   */
  static String described(String contentType, String body, String what) {
    Optional<String> page = ErrorDecoder.webPage(body);
    if (page.isPresent()) {
      return "the response is "
          + page.get()
          + ", not JSON: a proxy or a login page responds instead of the service. Check the URL and"
          + " the proxy";
    }
    String type = ErrorDecoder.bounded(contentType);
    return "the response ("
        + (type.isEmpty() ? "no content type" : type)
        + ") "
        + what
        + "; it starts with: "
        + ErrorDecoder.bounded(body);
  }

  /** In HTTP/2 a server can report that it has not processed a request. */
  private static boolean isUnprocessed(IOException network) {
    return network instanceof ConnectionShutdownException
        || (network instanceof StreamResetException reset
            && reset.errorCode == ErrorCode.REFUSED_STREAM);
  }

  /** Returns the failure of the network, which Jackson wraps while it reads an array. */
  private static @Nullable IOException networkFailure(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof IOException io && !(it instanceof JacksonException)) {
        return io;
      }
    }
    return null;
  }

  private static @Nullable Throwable cause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (type.isInstance(it)) {
        return it;
      }
    }
    return null;
  }
}

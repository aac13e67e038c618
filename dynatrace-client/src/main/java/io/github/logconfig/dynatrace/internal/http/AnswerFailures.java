package io.github.logconfig.dynatrace.internal.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Sorts what is thrown while an answer is awaited and read. */
final class AnswerFailures {

  private static final int FIRST_SUCCESS = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_FAILURE = 400;
  private static final int LAST_FAILURE = 599;

  private final Redactor redactor;
  private final Timing timing;

  AnswerFailures(Redactor redactor, Timing timing) {
    this.redactor = redactor;
    this.timing = timing;
  }

  static HttpFailure withoutBody(int status) {
    return new HttpFailure.Unreadable("the answer (HTTP " + status + ") has no body", null, false);
  }

  /** Checks a success whose body is not needed: a login page or an error is none. */
  void requireSuccess(Response<Void> response) throws HttpFailure {
    AttemptTrace trace = response.raw().request().tag(AttemptTrace.class);
    if (trace == null || trace.beginning().isBlank()) {
      return;
    }
    JsonNode body = MissingNode.getInstance();
    try {
      body = Json.MAPPER.readTree(trace.beginning());
    } catch (JacksonException notJson) {
      // reported below
    }
    if (!body.isContainerNode()) {
      throw new HttpFailure.Unreadable(
          described(trace, "is neither empty nor a JSON object"), null, false);
    }
    for (JsonNode result : body.isArray() ? body : List.of(body)) {
      requireSuccess(response, result);
    }
  }

  /** Checks a success status against the code and error that its body states. */
  void requireSuccess(Response<?> response, JsonNode body) throws HttpFailure {
    int code = body.path("code").asInt(body.path("error").path("code").asInt(response.code()));
    if (code >= FIRST_FAILURE && code <= LAST_FAILURE) {
      throw Refusals.of(code, response, body.toString(), redactor, timing);
    }
    if (code < FIRST_SUCCESS || code >= FIRST_REDIRECT || body.hasNonNull("error")) {
      throw new HttpFailure.Unreadable(
          "the answer (HTTP "
              + response.code()
              + ") contradicts itself: "
              + ErrorDecoder.bounded(redactor.clean(body.toString())),
          null,
          false);
    }
  }

  HttpFailure sort(@Nullable Throwable failure, AttemptTrace trace) {
    if (failure == null) {
      return HttpFailure.NoAnswer.unsent("no answer");
    }
    IOException network = networkFailure(failure);
    if (network != null) {
      return noAnswer(network, trace);
    }
    if (failure instanceof JacksonException json) {
      return unreadable(json, trace);
    }
    if (failure instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    throw new IllegalStateException(failure);
  }

  private HttpFailure noAnswer(IOException network, AttemptTrace trace) {
    return new HttpFailure.NoAnswer(
        redactor.clean(told(network)),
        redactor.clean(network),
        trace.sent() && !isUnprocessed(network),
        HttpConnections.isPermanent(network));
  }

  private static String told(IOException network) {
    String what = network.getMessage();
    if (what == null) {
      return network.getClass().getSimpleName();
    }
    // Java's message is the name alone
    return network instanceof UnknownHostException ? "unknown host " + what : what;
  }

  /**
   * Jackson's failures are IOExceptions, but this is not the network's fault. They quote the answer
   * at any length, so neither they nor their messages are passed on.
   */
  private HttpFailure unreadable(JacksonException json, AttemptTrace trace) {
    String message =
        trace.beginning().isEmpty()
            ? "the answer is empty"
            : described(trace, "is not the JSON that was expected");
    return new HttpFailure.Unreadable(message, null, endsTooEarly(json));
  }

  private String described(AttemptTrace trace, String what) {
    String type = ErrorDecoder.bounded(redactor.clean(trace.contentType()));
    return "the answer ("
        + (type.isEmpty() ? "of no content type" : type)
        + ") "
        + what
        + "; it begins: "
        + ErrorDecoder.bounded(redactor.clean(trace.beginning()));
  }

  /** In HTTP/2 a server can say that it has not begun with a request. */
  private static boolean isUnprocessed(IOException network) {
    return network instanceof ConnectionShutdownException
        || (network instanceof StreamResetException reset
            && reset.errorCode == ErrorCode.REFUSED_STREAM);
  }

  /** The network's failure, if that is what it is: Jackson wraps it while it reads an array. */
  private static @Nullable IOException networkFailure(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof IOException io && !(it instanceof JacksonException)) {
        return io;
      }
    }
    return null;
  }

  private static boolean endsTooEarly(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof JsonEOFException) {
        return true;
      }
    }
    return false;
  }
}

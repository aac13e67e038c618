package io.github.logconfig.dynatrace.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Notes how the body of a success begins, for the message in case that nobody can read it. */
final class AnswerBeginnings implements Interceptor {

  private static final int BYTES = 1_024;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    AttemptTrace trace = chain.request().tag(AttemptTrace.class);
    ResponseBody body = response.body();
    if (trace != null && body != null && response.isSuccessful()) {
      MediaType type = body.contentType();
      trace.hear(type == null ? "" : type.toString(), beginning(body.source()));
    }
    return response;
  }

  private static String beginning(BufferedSource source) throws IOException {
    try {
      source.request(BYTES);
    } catch (IOException brokenOff) {
      // whoever reads the body meets it again
      return "";
    }
    long length = Math.min(BYTES, source.getBuffer().size());
    return new String(source.peek().readByteArray(length), StandardCharsets.UTF_8);
  }
}

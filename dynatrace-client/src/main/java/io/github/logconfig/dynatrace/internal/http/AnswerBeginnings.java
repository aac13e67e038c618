package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * Records how the body of a success begins, for the message if it cannot be read. The body of an
 * answer to DELETE has no other reader, so up to 1 MiB of it is recorded.
 */
final class AnswerBeginnings implements Interceptor {

  private static final int BYTES = 1_024;
  private static final int BYTES_OF_DELETE = 1_048_576;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    AttemptTrace trace = chain.request().tag(AttemptTrace.class);
    ResponseBody body = response.body();
    if (trace != null && body != null && response.isSuccessful()) {
      MediaType type = body.contentType();
      int bytes = chain.request().method().equals("DELETE") ? BYTES_OF_DELETE : BYTES;
      trace.hear(type == null ? "" : type.toString(), beginning(body.source(), bytes));
    }
    return response;
  }

  private static String beginning(BufferedSource source, int bytes) throws IOException {
    try {
      source.request(bytes);
    } catch (IOException brokenOff) {
      // whoever reads the body meets it again
      return "";
    }
    long length = Math.min(bytes, source.getBuffer().size());
    return new String(source.peek().readByteArray(length), StandardCharsets.UTF_8);
  }
}

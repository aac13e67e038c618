package io.github.logconfig.dynatrace.internal.http;

import java.io.IOException;
import java.io.InputStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Reads the bodies of refusals, up to a bound. One that breaks off must not hide the status, so
 * what has arrived of it is all there is.
 */
final class RefusalBodies implements Interceptor {

  private static final int MAX_BYTES = 1_048_576;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (response.isSuccessful() || body == null) {
      return response;
    }
    MediaType type = body.contentType();
    byte[] bytes = new byte[0];
    try (InputStream stream = body.byteStream()) {
      bytes = stream.readNBytes(MAX_BYTES);
    } catch (IOException cutOff) {
      if (chain.call().isCanceled()) {
        throw cutOff;
      }
    }
    return response.newBuilder().body(ResponseBody.create(bytes, type)).build();
  }
}

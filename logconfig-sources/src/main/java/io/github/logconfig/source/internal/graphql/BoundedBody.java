package io.github.logconfig.source.internal.graphql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Collects a response body in memory, up to a limit. */
public final class BoundedBody implements BodySubscriber<byte[]> {

  /** The body exceeds the limit. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  public BoundedBody(int limit) {
    this.limit = limit;
  }

  /**
   * Returns the body of a response, decompressed if necessary.
   *
   * @throws TooLargeException if the decompressed body exceeds the limit
   */
  public static byte[] unpacked(HttpResponse<byte[]> response, int limit) throws IOException {
    String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (response.statusCode() == HttpURLConnection.HTTP_PROXY_AUTH) {
      // the JDK reads no body if the proxy refuses a tunnel
      return new byte[0];
    }
    if (!coding.equals("gzip")) {
      return response.body();
    }
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] unpacked = stream.readNBytes(limit + 1);
      if (unpacked.length > limit) {
        throw new TooLargeException();
      }
      return unpacked;
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription = started;
    started.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + buffer.remaining() > limit) {
        if (subscription != null) {
          subscription.cancel();
        }
        body.completeExceptionally(new TooLargeException());
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}

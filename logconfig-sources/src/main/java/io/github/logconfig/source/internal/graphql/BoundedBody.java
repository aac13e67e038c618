package io.github.logconfig.source.internal.graphql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Collects a response body in memory, up to a limit. The body of an error is cut there. */
public final class BoundedBody implements BodySubscriber<byte[]> {

  /** The body exceeds the limit. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final int limit;
  private final boolean truncates;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /**
   * Creates a subscriber.
   *
   * @param truncates whether a longer body is cut instead of refused
   */
  public BoundedBody(int limit, boolean truncates) {
    this.limit = limit;
    this.truncates = truncates;
  }

  /**
   * Returns the body of a response, decompressed if necessary. The body of an error is empty if it
   * cannot be decompressed, and cut at the limit.
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
    boolean isError = response.statusCode() != HttpURLConnection.HTTP_OK;
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] unpacked = stream.readNBytes(isError ? limit : limit + 1);
      if (unpacked.length > limit) {
        throw new TooLargeException();
      }
      return unpacked;
    } catch (EOFException | ZipException e) {
      if (isError) {
        return new byte[0];
      }
      throw e;
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
        if (truncates) {
          body.complete(bytes.toByteArray());
        } else {
          body.completeExceptionally(new TooLargeException());
        }
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

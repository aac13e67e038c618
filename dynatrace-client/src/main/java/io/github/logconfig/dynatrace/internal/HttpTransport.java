package io.github.logconfig.dynatrace.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * HTTP with one host: sends what the generated interfaces describe, and sorts what comes back into
 * answers and failures.
 */
public final class HttpTransport implements AutoCloseable {

  private static final int MAX_ERROR_BODY_BYTES = 1_048_576;

  /** Reads numbers and key order as they came, and never writes a null that nobody asked for. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final OkHttpClient http;
  private final Retrofit retrofit;

  public HttpTransport(
      URI base,
      Supplier<String> authorization,
      String userAgent,
      Duration connectTimeout,
      Duration callTimeout) {
    http =
        new OkHttpClient.Builder()
            .connectTimeout(connectTimeout)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .callTimeout(callTimeout)
            // a redirect would carry the token elsewhere; a silent second try would repeat a write
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addInterceptor(
                chain -> {
                  Request request = chain.request();
                  return chain.proceed(
                      request
                          .newBuilder()
                          .header("Authorization", authorization.get())
                          .header("Accept", "application/json")
                          .header("User-Agent", userAgent)
                          .build());
                })
            .build();
    retrofit =
        new Retrofit.Builder()
            .baseUrl(base.toString())
            .client(http)
            .addConverterFactory(JacksonConverterFactory.create(JSON))
            .build();
  }

  /** The implementation of a generated interface. */
  public <T> T create(Class<T> api) {
    return retrofit.create(api);
  }

  /** Sends a call whose answer has a body. */
  public <T> T execute(Call<T> call) throws HttpFailure {
    Response<T> response = send(call);
    T body = response.body();
    if (body == null) {
      throw new HttpFailure.Unreadable("the answer (HTTP " + response.code() + ") has no body");
    }
    return body;
  }

  /** Sends a call whose answer has none. */
  public void executeWithoutAnswer(Call<Void> call) throws HttpFailure {
    send(call);
  }

  private static <T> Response<T> send(Call<T> call) throws HttpFailure {
    Response<T> response;
    try {
      response = call.execute();
    } catch (JacksonException e) {
      // Jackson's failures are IOExceptions, but this is not the network's fault
      throw new HttpFailure.Unreadable(
          "the answer is not the JSON that was expected: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new HttpFailure.NoAnswer(e);
    }
    if (!response.isSuccessful()) {
      throw new HttpFailure.Refused(response.code(), errorBody(response));
    }
    return response;
  }

  private static String errorBody(Response<?> response) {
    try (ResponseBody body = response.errorBody()) {
      if (body == null) {
        return "";
      }
      MediaType type = body.contentType();
      byte[] bytes = body.byteStream().readNBytes(MAX_ERROR_BODY_BYTES);
      return new String(
          bytes, type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
    } catch (IOException cutOff) {
      return "";
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}

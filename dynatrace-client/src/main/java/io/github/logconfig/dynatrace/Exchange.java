package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.HttpFailure;
import io.github.logconfig.dynatrace.internal.HttpTransport;
import retrofit2.Call;

/** One request and its answer; gives every failure its public type. */
final class Exchange {

  private final HttpTransport transport;

  Exchange(HttpTransport transport) {
    this.transport = transport;
  }

  <A> A create(Class<A> api) {
    return transport.create(api);
  }

  <T> T send(String request, Call<T> call) {
    try {
      return transport.execute(call);
    } catch (HttpFailure failure) {
      throw typed(request, failure);
    }
  }

  void sendWithoutAnswer(String request, Call<Void> call) {
    try {
      transport.executeWithoutAnswer(call);
    } catch (HttpFailure failure) {
      throw typed(request, failure);
    }
  }

  /** Like {@link #send}, for callers that have a use of their own for a refusal. */
  <T> T sendOrRefused(String request, Call<T> call) throws HttpFailure.Refused {
    try {
      return transport.execute(call);
    } catch (HttpFailure.Refused refused) {
      throw refused;
    } catch (HttpFailure failure) {
      throw typed(request, failure);
    }
  }

  static DynatraceException typed(String request, HttpFailure failure) {
    if (failure instanceof HttpFailure.Refused refused) {
      return refused(request, refused);
    }
    return failure instanceof HttpFailure.Unreadable
        ? new DynatraceResponseException(request, message(failure), failure.getCause())
        : new DynatraceTransportException(request, message(failure), failure);
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  private static DynatraceApiException refused(String request, HttpFailure.Refused refused) {
    int status = refused.status();
    SettingsError error = ErrorDecoder.decode(status, refused.body());
    return switch (status) {
      case 400 -> new InvalidRequestException(request, status, error);
      case 401 -> new AuthenticationException(request, status, error);
      case 403 -> new PermissionDeniedException(request, status, error);
      case 404 -> new ObjectNotFoundException(request, status, error);
      case 409, 412 -> new ConcurrentModificationConflict(request, status, error);
      case 429 -> new RateLimitedException(request, status, error);
      default ->
          status >= 500
              ? new ServerErrorException(request, status, error)
              : new DynatraceApiException(request, status, error);
    };
  }
}

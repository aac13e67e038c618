package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.CallInterruptedException;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.ErrorResponse;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** One operation and its answer; gives every failure its public type. */
public final class Exchange {

  private final HttpTransport transport;

  public Exchange(HttpTransport transport) {
    this.transport = transport;
  }

  <A> A create(Class<A> api) {
    return transport.create(api);
  }

  Deadline deadline() {
    return transport.deadline();
  }

  /** The deadline of a list; it counts only while pages are read. */
  Deadline suspendedDeadline() {
    Deadline deadline = transport.deadline();
    deadline.suspend();
    return deadline;
  }

  /** What an answer cannot be without: one that lacks it is another kind of answer. */
  static <T> T required(String request, String what, @Nullable T part) {
    if (part == null) {
      throw new DynatraceResponseException(
          request, "the answer is JSON, but without \"" + what + "\"", null);
    }
    return part;
  }

  /** Makes values of an answer; one that can be none of ours makes the answer unreadable. */
  <T> T read(String request, Supplier<T> values) {
    try {
      return values.get();
    } catch (InvalidArgumentException e) {
      throw new DynatraceResponseException(
          request, "the answer cannot be read: " + redact(message(e)), null);
    }
  }

  /** Waits before a request is sent again, at most until the deadline. */
  void pause(String request, int times, Deadline deadline) {
    try {
      transport.pause(times, deadline);
    } catch (HttpFailure interrupted) {
      throw typed(request, interrupted, 1);
    }
  }

  String redact(String text) {
    return transport.redact(text);
  }

  <T> T send(Operation operation, Supplier<Call<T>> calls) {
    return send(operation, transport.deadline(), calls);
  }

  <T> T send(Operation operation, Deadline deadline, Supplier<Call<T>> calls) {
    try {
      return transport.execute(operation, deadline, calls);
    } catch (OperationFailed failed) {
      throw typed(operation, failed);
    }
  }

  /** Like {@link #send}, for callers that have a use of their own for some failures. */
  <T> T sendOrFail(Operation operation, Deadline deadline, Supplier<Call<T>> calls)
      throws OperationFailed {
    return transport.execute(operation, deadline, calls);
  }

  void sendWithoutBodyOrFail(Operation operation, Supplier<Call<Void>> calls)
      throws OperationFailed {
    transport.executeWithoutBody(operation, transport.deadline(), calls);
  }

  /** The whole {@code Authorization} header. */
  String authorization(String request) {
    try {
      return transport.authorizationNow();
    } catch (HttpFailure failure) {
      throw typed(request, failure, 1);
    }
  }

  static DynatraceException typed(Operation operation, OperationFailed failed) {
    DynatraceException last = typed(operation.name(), failed.failure(), failed.attempts());
    boolean open = operation.writes() && failed.mayHaveHappened() && !isDefinite(failed.failure());
    return open ? new OutcomeUnknownException(operation.name(), last) : last;
  }

  /** An answer that says success, and something that cannot be. */
  static DynatraceException unreadable(Operation operation, String message) {
    DynatraceException failure = new DynatraceResponseException(operation.name(), message, null);
    return operation.writes() ? new OutcomeUnknownException(operation.name(), failure) : failure;
  }

  /** The status of a refusal; 0 if the failure is another one. */
  static int statusOf(OperationFailed failed) {
    return failed.failure() instanceof HttpFailure.Refused refused ? refused.status() : 0;
  }

  /** Whether the last answer tells what became of the write, whatever came before. */
  private static boolean isDefinite(HttpFailure failure) {
    if (failure instanceof HttpFailure.Refused refused) {
      int status = refused.status();
      return status == 400 || status == 404 || status == 409 || status == 412;
    }
    return false;
  }

  private static DynatraceException typed(String request, HttpFailure failure, int attempts) {
    if (failure instanceof HttpFailure.Refused refused) {
      return refused(request, refused, attempts);
    }
    if (failure instanceof HttpFailure.Unreadable) {
      return new DynatraceResponseException(request, message(failure), failure.getCause());
    }
    if (failure instanceof HttpFailure.NoCredentials) {
      return new CredentialsException(request, message(failure));
    }
    if (failure instanceof HttpFailure.Interrupted) {
      return new CallInterruptedException(request);
    }
    String after = attempts > 1 ? ", after " + attempts + " attempts" : "";
    return new DynatraceTransportException(request, message(failure) + after, failure.getCause());
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  private static DynatraceApiException refused(
      String request, HttpFailure.Refused refused, int attempts) {
    int status = refused.status();
    SettingsError error = ErrorDecoder.decode(status, refused.body());
    return DynatraceApiException.of(
        request,
        new ErrorResponse(
            status, error, refused.retryAfter(), filled(refused.requestId()), attempts));
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }
}

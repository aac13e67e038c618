package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.CallInterruptedException;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.DynatraceTransportException.Kind;
import io.github.logconfig.dynatrace.ErrorResponse;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
import io.github.logconfig.dynatrace.internal.mapping.ErrorDecoder;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.OperationFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Carries out operations, and converts failures to the exceptions of the API. */
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

  /** Returns the deadline of a list; it is suspended while no page is read. */
  Deadline suspendedDeadline() {
    Deadline deadline = transport.deadline();
    deadline.suspend();
    return deadline;
  }

  /** Returns a required part of a response; a response without it is not what was expected. */
  static <T> T required(String request, String what, @Nullable T part) {
    if (part == null) {
      throw new DynatraceResponseException(
          request, "the response is JSON, but without \"" + what + "\"", null);
    }
    return part;
  }

  /** Converts a response; an invalid value makes it unreadable. */
  <T> T read(String request, Supplier<T> values) {
    try {
      return values.get();
    } catch (InvalidArgumentException e) {
      throw new DynatraceResponseException(
          request, "the response cannot be read: " + redact(message(e)), null);
    }
  }

  /** Pauses before a request is repeated, at most until the deadline. */
  void pause(String request, int times, Deadline deadline) {
    try {
      transport.pause(times, deadline);
    } catch (HttpFailure interrupted) {
      throw toException(request, interrupted, 1);
    }
  }

  /** Returns the deadline of an operation with its own timeout. */
  Deadline deadline(Duration timeout) {
    return transport.deadline(timeout);
  }

  /** Pauses. */
  void sleep(String request, Duration pause) {
    try {
      transport.sleep(pause);
    } catch (HttpFailure interrupted) {
      throw toException(request, interrupted, 1);
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
      return transport.execute(operation, deadline, calls).body();
    } catch (OperationFailed failed) {
      throw toException(operation, failed);
    }
  }

  /** Like {@link #send}, for callers that handle some failures themselves. */
  <T> T sendOrFail(Operation operation, Deadline deadline, Supplier<Call<T>> calls)
      throws OperationFailed {
    return transport.execute(operation, deadline, calls).body();
  }

  /** Like {@link #sendOrFail}, with the id of the response. */
  <T> HttpTransport.Answer<T> answerOrFail(
      Operation operation, Deadline deadline, Supplier<Call<T>> calls) throws OperationFailed {
    return transport.execute(operation, deadline, calls);
  }

  void sendWithoutBodyOrFail(Operation operation, Supplier<Call<Void>> calls)
      throws OperationFailed {
    transport.executeWithoutBody(operation, transport.deadline(), calls);
  }

  void sendWithoutBody(Operation operation, Deadline deadline, Supplier<Call<Void>> calls) {
    try {
      transport.executeWithoutBody(operation, deadline, calls);
    } catch (OperationFailed failed) {
      throw toException(operation, failed);
    }
  }

  /** Returns the value of the {@code Authorization} header. */
  String authorization(String request) {
    try {
      return transport.authorizationNow();
    } catch (HttpFailure failure) {
      throw toException(request, failure, 1);
    }
  }

  /** Returns the kind of token that is sent. */
  TokenKind tokenKind(String request) {
    try {
      return transport.tokenKind();
    } catch (HttpFailure failure) {
      throw toException(request, failure, 1);
    }
  }

  static DynatraceException toException(Operation operation, OperationFailed failed) {
    DynatraceException last = toException(operation.name(), failed.failure(), failed.attempts());
    boolean open = operation.writes() && failed.mayHaveHappened() && !isDefinite(failed.failure());
    return open ? new OutcomeUnknownException(operation.name(), last) : last;
  }

  /** Returns the exception for a response with a success status and invalid content. */
  static DynatraceException unreadable(Operation operation, String message) {
    DynatraceException failure = new DynatraceResponseException(operation.name(), message, null);
    return operation.writes() ? new OutcomeUnknownException(operation.name(), failure) : failure;
  }

  /** Returns the status of an error response; 0 for any other failure. */
  static int statusOf(OperationFailed failed) {
    return failed.failure() instanceof HttpFailure.Refused rejected ? rejected.status() : 0;
  }

  /** Returns whether the last response determines the outcome of the write. */
  private static boolean isDefinite(HttpFailure failure) {
    if (failure instanceof HttpFailure.Refused rejected) {
      int status = rejected.status();
      return status == 400 || status == 404 || status == 409 || status == 412;
    }
    return false;
  }

  private static DynatraceException toException(String request, HttpFailure failure, int attempts) {
    if (failure instanceof HttpFailure.Refused rejected) {
      return rejected(request, rejected, attempts);
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
    Kind kind =
        failure instanceof HttpFailure.NoAnswer unanswered ? unanswered.kind() : Kind.NO_RESPONSE;
    return new DynatraceTransportException(
        request, kind, message(failure) + after, failure.getCause());
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  private static DynatraceApiException rejected(
      String request, HttpFailure.Refused rejected, int attempts) {
    int status = rejected.status();
    SettingsError error = ErrorDecoder.decode(status, rejected.body());
    return DynatraceApiException.of(
        request,
        new ErrorResponse(
            status, error, rejected.retryAfter(), filled(rejected.requestId()), attempts));
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }
}

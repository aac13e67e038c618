package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.internal.generated.query.ExecuteRequestDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueriesApi;
import io.github.logconfig.dynatrace.internal.generated.query.QueryPollResponseDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueryResultDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueryStartResponseDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueryStateDto;
import io.github.logconfig.dynatrace.internal.mapping.QueryMapping;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.query.DqlQuery;
import io.github.logconfig.dynatrace.query.QueriesClient;
import io.github.logconfig.dynatrace.query.QueryFailedException;
import io.github.logconfig.dynatrace.query.QueryFailedException.Reason;
import io.github.logconfig.dynatrace.query.QueryResult;
import io.github.logconfig.dynatrace.query.RunningQuery;
import io.github.logconfig.dynatrace.query.ScanBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries over HTTP. */
public final class HttpQueriesClient implements QueriesClient {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig.dynatrace");
  private static final Operation EXECUTE = Operation.query("POST /v1/query:execute", false);
  private static final Operation POLL = Operation.query("GET /v1/query:poll", true);
  private static final Operation CANCEL = Operation.query("POST /v1/query:cancel", true);

  /** Short, so that the token of the query is known soon and the query can be cancelled. */
  private static final long EXECUTE_WAIT_MILLIS = 100;

  private static final Duration POLL_WAIT = Duration.ofSeconds(5);
  private static final Duration POLL_PAUSE = Duration.ofMillis(200);
  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);

  /** Results of all records of a large fleet must fit; the default of the service is about 1 MB. */
  private static final long MAX_RESULT_BYTES = 200_000_000;

  private static final int OVERLOADED = 503;
  private static final int SERVER_ERROR = 500;

  private final Exchange exchange;
  private final QueriesApi api;
  private final ScanBudget budget;

  public HttpQueriesClient(Exchange exchange, ScanBudget budget) {
    this.exchange = exchange;
    this.api = exchange.create(QueriesApi.class);
    this.budget = budget;
  }

  @Override
  public ScanBudget budget() {
    return budget;
  }

  @Override
  public QueryResult execute(DqlQuery query) {
    Running running = begin(query);
    try {
      while (true) {
        Optional<QueryResult> result = running.poll(POLL_WAIT);
        if (result.isPresent()) {
          return result.get();
        }
        if (running.deadline.remaining().compareTo(POLL_PAUSE) <= 0) {
          throw new QueryFailedException(
              POLL.name(),
              Reason.TIMED_OUT,
              "the query has not finished within " + query.timeout().toSeconds() + " s");
        }
        exchange.sleep(POLL.name(), POLL_PAUSE);
      }
    } finally {
      running.cancel();
    }
  }

  @Override
  public RunningQuery start(DqlQuery query) {
    return begin(query);
  }

  private Running begin(DqlQuery query) {
    Deadline deadline = exchange.deadline(query.timeout());
    long reserved = query.scanLimitGiB() * ScanBudget.GIB;
    budget.reserve(EXECUTE.name(), reserved);
    QueryStartResponseDto started;
    try {
      started = exchange.send(EXECUTE, deadline, () -> api.executeQuery(toDto(query)));
    } catch (DynatraceException e) {
      if (!mayHaveStarted(e)) {
        budget.settle(reserved, 0);
      }
      throw e;
    }
    Running running = new Running(started.getRequestToken(), reserved, deadline);
    running.accept(EXECUTE.name(), started.getState(), started.getResult(), started.getProgress());
    if (running.result == null) {
      String unused = Exchange.required(EXECUTE.name(), "requestToken", started.getRequestToken());
    }
    return running;
  }

  private static boolean mayHaveStarted(DynatraceException failure) {
    if (failure instanceof DynatraceApiException rejected) {
      return rejected.status() >= SERVER_ERROR && rejected.status() != OVERLOADED;
    }
    if (failure instanceof DynatraceTransportException unanswered) {
      return unanswered.kind() == DynatraceTransportException.Kind.NO_RESPONSE;
    }
    return !(failure instanceof CredentialsException);
  }

  private static ExecuteRequestDto toDto(DqlQuery query) {
    return new ExecuteRequestDto()
        .query(query.text())
        .defaultTimeframeStart(query.start().map(Instant::toString).orElse(null))
        .defaultTimeframeEnd(query.end().map(Instant::toString).orElse(null))
        .maxResultRecords(query.maxRecords())
        .maxResultBytes(MAX_RESULT_BYTES)
        .fetchTimeoutSeconds((int) query.timeout().toSeconds())
        .requestTimeoutMilliseconds(EXECUTE_WAIT_MILLIS)
        .defaultScanLimitGbytes(query.scanLimitGiB())
        .defaultSamplingRatio(1.0)
        .includeTypes(false)
        .includeContributions(true);
  }

  /** A query that was started. */
  private final class Running implements RunningQuery {

    private final @Nullable String token;
    private final long reserved;
    private final Deadline deadline;
    private @Nullable QueryResult result;
    private @Nullable Integer progress;
    private boolean ended;

    Running(@Nullable String token, long reserved, Deadline deadline) {
      this.token = token;
      this.reserved = reserved;
      this.deadline = deadline;
    }

    @Override
    public Optional<QueryResult> poll(Duration wait) {
      if (result == null) {
        long millis = Math.max(1, Math.min(wait.toMillis(), deadline.remaining().toMillis()));
        QueryPollResponseDto polled =
            exchange.send(POLL, deadline, () -> api.pollQuery(token, millis));
        accept(POLL.name(), polled.getState(), polled.getResult(), polled.getProgress());
      }
      return Optional.ofNullable(result);
    }

    @Override
    public OptionalInt progress() {
      return progress == null ? OptionalInt.empty() : OptionalInt.of(progress);
    }

    @Override
    public void cancel() {
      if (ended || token == null) {
        return;
      }
      ended = true;
      boolean interrupted = Thread.interrupted();
      try {
        exchange.sendWithoutBody(
            CANCEL, exchange.deadline(CANCEL_TIMEOUT), () -> api.cancelQuery(token));
      } catch (RuntimeException e) {
        LOG.info("{}: the query could not be cancelled: {}", CANCEL.name(), e.getMessage());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void accept(
        String request,
        @Nullable QueryStateDto state,
        @Nullable QueryResultDto dto,
        @Nullable Integer progress) {
      this.progress = progress;
      switch (Exchange.required(request, "state", state)) {
        case SUCCEEDED -> {
          ended = true;
          QueryResultDto complete = Exchange.required(request, "result", dto);
          QueryResult read =
              exchange.read(request, () -> QueryMapping.toResult(complete, exchange::redact));
          read.metadata().scannedBytes().ifPresent(bytes -> budget.settle(reserved, bytes));
          result = read;
        }
        case NOT_STARTED, RUNNING -> {
          // poll again
        }
        case FAILED -> throw failed(request, Reason.FAILED, "the query has failed");
        case CANCELLED -> throw failed(request, Reason.CANCELLED, "the query was cancelled");
        case RESULT_GONE ->
            throw failed(request, Reason.RESULT_GONE, "the service no longer has the result");
        default -> throw Exchange.unreadable(POLL, "the state of the query is unknown: " + state);
      }
    }

    private QueryFailedException failed(String request, Reason reason, String message) {
      ended = true;
      return new QueryFailedException(request, reason, message);
    }
  }
}

package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.auth.TokenMetadata;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reachability, token, scopes and clock of one environment, in this order. */
public final class EnvironmentExamination {

  private static final List<TokenScope> NEEDED =
      List.of(TokenScope.ENTITIES_READ, TokenScope.SETTINGS_READ, TokenScope.SETTINGS_WRITE);

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  private final String subject;
  private final DynatraceClient client;
  private final Clock clock;
  private final Checks checks;

  EnvironmentExamination(
      EnvironmentName environment, DynatraceClient client, Clock clock, Checks checks) {
    this.subject = "environment " + environment;
    this.client = client;
    this.clock = clock;
    this.checks = checks;
  }

  /** Examines the environment, and tells whether its clusters can be looked at. */
  boolean canBeRead() {
    TokenMetadata token;
    try {
      token = client.tokens().lookupOwn();
    } catch (DynatraceException e) {
      Failure failure = Failure.of(e);
      if (failure.kind() == FailureKind.PERMISSION) {
        checks.ok(subject, "reachability", client.baseUrl() + " answers");
        checks.problem(subject, "token", failure, "give a token that was made in this environment");
        examineClock();
      } else {
        checks.problem(
            subject, "reachability", failure, "check the address, the network and the proxy");
      }
      return false;
    }
    checks.ok(subject, "reachability", client.baseUrl() + " answers");
    boolean usable = examineToken(token);
    boolean readable = examineScopes(token);
    examineClock();
    return usable && readable;
  }

  private boolean examineToken(TokenMetadata token) {
    if (!token.enabled()) {
      checks.problem(
          subject,
          "token",
          new Failure(FailureKind.PERMISSION, token.id() + " is disabled"),
          "enable it, or use another one");
      return false;
    }
    Optional<Instant> end = token.expiration();
    if (end.isPresent() && end.get().isBefore(clock.instant().plus(SOON))) {
      checks.warning(
          subject, "token", token.id() + " expires at " + end.get(), "make a new one before that");
    } else {
      checks.ok(subject, "token", token.id() + " is known");
    }
    return true;
  }

  /** Whether the token may at least read. */
  private boolean examineScopes(TokenMetadata token) {
    Set<TokenScope> missing = token.missing(NEEDED);
    if (missing.isEmpty()) {
      checks.ok(subject, "scopes", "the token has " + names(NEEDED));
    } else {
      checks.problem(
          subject,
          "scopes",
          new Failure(FailureKind.PERMISSION, "the token lacks " + names(missing)),
          "make a token that has " + names(NEEDED));
    }
    return missing.isEmpty() || missing.equals(Set.of(TokenScope.SETTINGS_WRITE));
  }

  private static String names(Collection<TokenScope> scopes) {
    return scopes.stream().map(TokenScope::value).collect(Collectors.joining(", "));
  }

  private void examineClock() {
    Optional<Instant> theirs = client.serverTime();
    if (theirs.isEmpty()) {
      checks.ok(subject, "clock", "the environment does not tell the time");
      return;
    }
    Duration off = Duration.between(theirs.get(), clock.instant());
    if (off.abs().compareTo(TOLERATED) > 0) {
      checks.warning(
          subject,
          "clock",
          "this machine's clock is "
              + off.abs().toSeconds()
              + " s "
              + (off.isNegative() ? "behind" : "ahead of")
              + " that of the environment",
          "set it by a time server: certificates, tokens and times in reports depend on it");
    } else {
      checks.ok(subject, "clock", "this machine's clock agrees with that of the environment");
    }
  }
}

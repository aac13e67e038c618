package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.PermissionDeniedException;
import io.github.logconfig.dynatrace.auth.TokenMetadata;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.LogRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks reachability, token, scopes and clock of one environment, in this order. */
final class EnvironmentChecks {

  private static final List<TokenScope> NEEDED =
      List.of(TokenScope.ENTITIES_READ, TokenScope.SETTINGS_READ, TokenScope.SETTINGS_WRITE);

  /** A rule that is only validated: it needs the scope to write. */
  private static final NewSettingsObject SAMPLE =
      NewSettingsObject.builder()
          .schemaId(RuleMapper.SCHEMA)
          .scope(SettingsScope.ENVIRONMENT)
          .value(
              RuleMapper.write(LogRule.builder().title("logconfig doctor").enabled(false).build()))
          .build();

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration TOLERATED = Duration.ofSeconds(30);

  private final String subject;
  private final DynatraceClient client;
  private final Clock clock;
  private final Doctor.CheckList checks;

  EnvironmentChecks(
      EnvironmentName environment, DynatraceClient client, Clock clock, Doctor.CheckList checks) {
    this.subject = "environment " + environment;
    this.client = client;
    this.clock = clock;
    this.checks = checks;
  }

  /** Runs the checks, and returns whether the clusters of the environment can be checked. */
  boolean canBeRead() {
    boolean readable;
    try {
      Optional<TokenMetadata> token = client.tokens().findOwn();
      Set<TokenScope> missing = token.map(it -> it.missing(NEEDED)).orElseGet(this::denied);
      checks.ok(subject, "reachability", client.baseUrl() + " answers");
      boolean usable = token.map(this::checkToken).orElseGet(this::acceptUnknownToken);
      readable = checkScopes(missing) && usable;
    } catch (DynatraceException e) {
      Failure failure = Failure.of(e);
      if (failure.kind() == FailureKind.PERMISSION) {
        checks.ok(subject, "reachability", client.baseUrl() + " answers");
        checks.problem(
            subject, "token", failure, "use a token that was created in this environment");
        checkClock();
      } else {
        checks.problem(
            subject, "reachability", failure, "check the address, the network and the proxy");
      }
      return false;
    }
    checkClock();
    return readable;
  }

  /** Returns the scopes that the token lacks, from calls that need them; nothing is written. */
  private Set<TokenScope> denied() {
    Set<TokenScope> denied = new LinkedHashSet<>();
    Map<TokenScope, Supplier<Object>> calls = new LinkedHashMap<>();
    calls.put(
        TokenScope.ENTITIES_READ,
        () -> client.entities().list(EntitySelector.ofType("HOST_GROUP")).findFirst());
    calls.put(
        TokenScope.SETTINGS_READ,
        () -> client.settings().list(SettingsQuery.ofSchema(RuleMapper.SCHEMA)).findFirst());
    calls.put(TokenScope.SETTINGS_WRITE, () -> client.settings().validate(List.of(SAMPLE)));
    calls.forEach(
        (scope, call) -> {
          try {
            Object unused = call.get();
          } catch (PermissionDeniedException e) {
            denied.add(scope);
          }
        });
    return denied;
  }

  private boolean acceptUnknownToken() {
    checks.ok(
        subject,
        "token",
        client.tokens().kind() + " is accepted; the environment does not tell when it expires");
    return true;
  }

  private boolean checkToken(TokenMetadata token) {
    if (!token.enabled()) {
      checks.problem(
          subject,
          "token",
          new Failure(FailureKind.PERMISSION, token.id() + " is disabled"),
          "enable it, or use another token");
      return false;
    }
    Optional<Instant> end = token.expiration();
    if (end.isPresent() && end.get().isBefore(clock.instant().plus(SOON))) {
      checks.warning(
          subject,
          "token",
          token.id() + " expires at " + end.get(),
          "create a new one before it expires");
    } else {
      checks.ok(subject, "token", token.id() + " is valid");
    }
    return true;
  }

  /** Returns whether the token permits at least reading. */
  private boolean checkScopes(Set<TokenScope> missing) {
    if (missing.isEmpty()) {
      checks.ok(subject, "scopes", "the token has " + names(NEEDED));
    } else {
      checks.problem(
          subject,
          "scopes",
          new Failure(FailureKind.PERMISSION, "the token lacks " + names(missing)),
          "use a token with " + names(NEEDED));
    }
    return missing.isEmpty() || missing.equals(Set.of(TokenScope.SETTINGS_WRITE));
  }

  /** Returns the scopes by the names that they have for the kind of token. */
  private String names(Collection<TokenScope> scopes) {
    return scopes.stream()
        .flatMap(scope -> scope.forKind(client.tokens().kind()).stream())
        .map(TokenScope::value)
        .collect(Collectors.joining(", "));
  }

  private void checkClock() {
    Optional<Instant> theirs = client.serverTime();
    if (theirs.isEmpty()) {
      checks.ok(subject, "clock", "the environment reports no time");
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
          "synchronize it with a time server: certificates, tokens and times in reports depend on"
              + " it");
    } else {
      checks.ok(subject, "clock", "this machine's clock agrees with that of the environment");
    }
  }
}

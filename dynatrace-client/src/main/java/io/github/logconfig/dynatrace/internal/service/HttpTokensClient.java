package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.DynatraceApiException;
import io.github.logconfig.dynatrace.MissingScopesException;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.auth.TokenMetadata;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.auth.TokensClient;
import io.github.logconfig.dynatrace.internal.generated.ApiTokenMetadataDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokenSecretDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokensApi;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Token look-ups over HTTP. */
public final class HttpTokensClient implements TokensClient {

  private static final Operation LOOKUP = Operation.read("POST /apiTokens/lookup");
  private static final String API_TOKEN = "Api-Token ";

  /** A token that authorizes its own look-up exists, so 404 means that there are no look-ups. */
  private static final Set<Integer> UNAVAILABLE = Set.of(403, 404, 405, 410, 501);

  private final Exchange exchange;
  private final ApiTokensApi api;

  public HttpTokensClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(ApiTokensApi.class);
  }

  @Override
  public TokenMetadata lookup(ApiToken token) {
    ApiTokenMetadataDto dto =
        exchange.send(
            LOOKUP, () -> api.lookupApiToken(new ApiTokenSecretDto().token(token.secret())));
    List<String> scopes = Exchange.required(LOOKUP.name(), "scopes", dto.getScopes());
    return new TokenMetadata(
        exchange.redact(Objects.requireNonNullElse(dto.getId(), "")),
        exchange.redact(Objects.requireNonNullElse(dto.getName(), "")),
        Boolean.TRUE.equals(dto.getEnabled()),
        scopes.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet()),
        instant(dto.getExpirationDate()));
  }

  @Override
  public TokenMetadata lookupOwn() {
    String header = exchange.authorization(LOOKUP.name());
    if (!header.startsWith(API_TOKEN)) {
      throw new CredentialsException(
          LOOKUP.name(),
          "the client does not use an API token, and other tokens cannot be looked up");
    }
    return lookup(ApiToken.of(header.substring(API_TOKEN.length())));
  }

  @Override
  public TokenKind kind() {
    return exchange.tokenKind(LOOKUP.name());
  }

  @Override
  public Optional<TokenMetadata> findOwn() {
    if (kind() != TokenKind.API_TOKEN) {
      return Optional.empty();
    }
    try {
      return Optional.of(lookupOwn());
    } catch (DynatraceApiException e) {
      if (UNAVAILABLE.contains(e.status())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void require(Collection<TokenScope> needed) {
    TokenMetadata token = findOwn().orElse(null);
    if (token == null) {
      return;
    }
    Set<TokenScope> missing = token.missing(needed);
    if (!missing.isEmpty() || !token.enabled()) {
      throw new MissingScopesException(LOOKUP.name(), token, missing);
    }
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

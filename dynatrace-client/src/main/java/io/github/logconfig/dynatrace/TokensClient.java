package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Operation;
import io.github.logconfig.dynatrace.internal.generated.ApiTokenMetadataDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokenSecretDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokensApi;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Facts about access tokens. Any token scope suffices; nothing is changed, and requests are sent
 * again as {@link RetryPolicy} says. Failures are those of {@link SettingsClient}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class TokensClient {

  private static final Operation LOOKUP = Operation.read("POST /apiTokens/lookup");
  private static final String API_TOKEN = "Api-Token ";

  private final Exchange exchange;
  private final ApiTokensApi api;

  TokensClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(ApiTokensApi.class);
  }

  /**
   * Tells what a token may do. Idempotent.
   *
   * @param token the token to ask about
   * @return what the service knows of it
   * @throws ObjectNotFoundException if the environment does not know the token
   */
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

  /**
   * Tells what the API token of this client may do. Idempotent.
   *
   * @return what the service knows of it
   * @throws AuthenticationException if the environment does not know the token
   * @throws CredentialsException if the client uses no API token: the service does not look up
   *     others
   */
  public TokenMetadata lookupOwn() {
    String header = exchange.authorization(LOOKUP.name());
    if (!header.startsWith(API_TOKEN)) {
      throw new CredentialsException(
          LOOKUP.name(), "the client uses no API token, and others cannot be looked up");
    }
    return lookup(ApiToken.of(header.substring(API_TOKEN.length())));
  }

  /**
   * Makes sure, before anything is done, that the API token of this client may do it. Idempotent.
   *
   * @param needed what the token is needed for
   * @throws MissingScopesException if the token lacks a scope, or is disabled
   * @throws AuthenticationException if the environment does not know the token
   * @throws CredentialsException if the client uses no API token
   */
  public void require(Collection<TokenScope> needed) {
    TokenMetadata token = lookupOwn();
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

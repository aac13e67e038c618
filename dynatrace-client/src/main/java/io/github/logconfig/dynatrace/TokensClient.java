package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.generated.ApiTokenMetadataDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokenSecretDto;
import io.github.logconfig.dynatrace.internal.generated.ApiTokensApi;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Facts about access tokens. Failures are those of {@link SettingsClient}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class TokensClient {

  private static final String LOOKUP = "POST /apiTokens/lookup";

  private final Exchange exchange;
  private final ApiTokensApi api;

  TokensClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(ApiTokensApi.class);
  }

  /**
   * Tells what a token may do. Any token scope suffices. Idempotent.
   *
   * @param token the token to ask about
   * @return what the service knows of it
   * @throws ObjectNotFoundException if the environment does not know the token
   */
  public TokenMetadata lookup(ApiToken token) {
    ApiTokenMetadataDto dto =
        exchange.send(LOOKUP, api.lookupApiToken(new ApiTokenSecretDto().token(token.secret())));
    return new TokenMetadata(
        Objects.requireNonNullElse(dto.getId(), ""),
        Objects.requireNonNullElse(dto.getName(), ""),
        Boolean.TRUE.equals(dto.getEnabled()),
        Set.copyOf(Objects.requireNonNullElse(dto.getScopes(), List.<String>of())));
  }
}

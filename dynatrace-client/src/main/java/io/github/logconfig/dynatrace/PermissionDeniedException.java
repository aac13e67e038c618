package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.auth.TokenScope;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token lacks a scope that the operation needs (status 403). The message of the service names
 * it.
 *
 * @since 0.1.0
 */
public final class PermissionDeniedException extends DynatraceApiException {

  private static final long serialVersionUID = 1L;

  private static final Pattern MISSING =
      Pattern.compile("missing required scope\\. Use one of: (.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCOPE = Pattern.compile("[\\w-]+(?:[.:][\\w-]+)+");

  PermissionDeniedException(String request, ErrorResponse response) {
    super(request, response);
  }

  /**
   * Returns the scopes and permissions that the token lacks, as the service names them. The
   * Environment API names scopes of which one suffices, the query API names all that are missing.
   *
   * @return for example {@code settings.read}; empty if the service names none
   */
  public Set<TokenScope> missingScopes() {
    Set<TokenScope> scopes = new LinkedHashSet<>();
    error().missing().forEach(name -> scopes.add(new TokenScope(name)));
    Matcher list = MISSING.matcher(error().message());
    if (list.find()) {
      // display names follow in parentheses
      Matcher scope = SCOPE.matcher(list.group(1).replaceAll("\\([^)]*\\)", " "));
      while (scope.find()) {
        scopes.add(new TokenScope(scope.group()));
      }
    }
    return scopes;
  }
}

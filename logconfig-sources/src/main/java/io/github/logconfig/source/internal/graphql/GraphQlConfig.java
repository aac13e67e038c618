package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connection to a qontract-server.
 *
 * @param base base URL of the endpoints, without a trailing slash
 * @param bundle digest of the bundle to use; the latest if empty
 * @param authorization value of the Authorization header; a secret
 */
public record GraphQlConfig(String base, Optional<String> bundle, Optional<String> authorization) {

  private static final Pattern SERVER =
      Pattern.compile("(https?://[A-Za-z0-9.:\\[\\]_-]+(?:/[A-Za-z0-9._~%/-]*)?)");
  private static final Pattern ENDPOINT =
      Pattern.compile("/(graphql|graphqlsha/([0-9a-f]{64}))?/*$");
  private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7e]{1,8192}");
  private static final long MAX_FILE_BYTES = 1_000_000;

  public static GraphQlConfig of(String server, Optional<String> authorization) {
    if (!SERVER.matcher(server).matches()) {
      throw new InvalidValueException(
          "GraphQL server",
          server.contains("@") ? "…@…" : SecretMask.BY_FORM.mask(server),
          "an http or https URL without user, query or fragment, such as"
              + " https://app-interface.example.com/graphql");
    }
    Optional<String> stripped = authorization.map(String::strip).filter(it -> !it.isEmpty());
    if (stripped.isPresent() && !HEADER.matcher(stripped.get()).matches()) {
      throw new InvalidValueException(
          "GraphQL authorization", "…", "a header's value: printable ASCII on one line");
    }
    Matcher endpoint = ENDPOINT.matcher(server);
    Optional<String> bundle =
        endpoint.find() ? Optional.ofNullable(endpoint.group(2)) : Optional.empty();
    return new GraphQlConfig(ENDPOINT.matcher(server).replaceFirst(""), bundle, stripped);
  }

  /** Reads the configuration from a file; empty, with a problem, if it is invalid. */
  public static Optional<GraphQlConfig> read(Path file, Problems problems) {
    SourceLocation location = YamlFile.location(file);
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        problems.add(location, "the file is too large for a configuration");
        return Optional.empty();
      }
      JsonNode table =
          new TomlMapper().readTree(Files.readString(file, StandardCharsets.UTF_8)).path("graphql");
      JsonNode server = table.path("server");
      JsonNode token = table.path("token");
      if (!server.isTextual()) {
        problems.add(location, "the table [graphql] has no server");
      } else if (!token.isTextual() && !token.isMissingNode()) {
        problems.add(location, "token of the table [graphql] must be text");
      } else {
        return Optional.of(of(server.textValue(), Optional.ofNullable(token.textValue())));
      }
    } catch (InvalidValueException e) {
      problems.add(location, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      problems.add(location, "the file does not exist");
    } catch (JsonProcessingException e) {
      // the message of the parser may contain the surrounding text, and so the token
      problems.add(
          YamlFile.location(file).atLine(Math.max(e.getLocation().getLineNr(), 0)), "invalid TOML");
    } catch (CharacterCodingException e) {
      problems.add(location, "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(location, "the file cannot be read: " + e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  /** Returns the mask for text of the server, which may repeat the authorization. */
  public SecretMask mask() {
    return authorization.map(SecretMask::ofAuthorization).orElse(SecretMask.BY_FORM);
  }

  @Override
  public String toString() {
    return "GraphQlConfig["
        + base
        + ", authorization "
        + (authorization.isPresent() ? "set]" : "none]");
  }
}

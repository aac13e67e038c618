package io.github.logconfig.dynatrace;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uses a client, lets it rest, and dumps the heap; see {@link HeapDumpTest}. */
final class HeapDumpMain {

  private static Object planted = "";

  private HeapDumpMain() {}

  enum Kind {
    API_TOKEN,
    API_TOKEN_FILE,
    BEARER_TOKEN,
    OAUTH;

    String secret(String text) {
      return name().startsWith("API") ? "dt0c01.PUBLIC." + text : text;
    }

    String authorization(String text) {
      return (name().startsWith("API") ? "Api-Token " : "Bearer ") + secret(text);
    }

    Credentials credentials(String url, Path file) throws IOException {
      return switch (this) {
        case API_TOKEN -> Credentials.apiToken(ApiToken.of(Files.readString(file)));
        case API_TOKEN_FILE -> Credentials.tokenFile(file);
        case BEARER_TOKEN -> Credentials.bearerToken(BearerToken.of(Files.readString(file)));
        case OAUTH ->
            Credentials.oauth(
                OAuthClient.builder()
                    .tokenEndpoint(URI.create(url + "/sso"))
                    .clientId("me")
                    .clientSecret(ClientSecret.of(Files.readString(file)))
                    .build());
      };
    }
  }

  public static void main(String... arguments) throws Exception {
    String url = arguments[0];
    Path file = Path.of(arguments[1]);
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(url))
            .credentials(Kind.valueOf(arguments[3]).credentials(url, file))
            .build()) {
      for (int i = 0; i < 20; i++) {
        client.settings().get(new SettingsObjectId("x"));
      }
      try {
        client.settings().get(new SettingsObjectId("refused"));
      } catch (PermissionDeniedException e) {
        System.out.println(e.getMessage());
      }
      if (arguments[4].equals("planted")) {
        planted = Files.readString(file);
      }
      // what is no longer used is garbage; live objects only are dumped
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(arguments[2], true);
      if (planted.equals(client)) {
        throw new IllegalStateException();
      }
    }
  }
}

package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.dynatrace.query.DqlQuery;
import io.github.logconfig.dynatrace.query.QueryRecord;
import io.github.logconfig.dynatrace.query.QueryResult;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.TypedSettingsObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The code that {@code docs/client.md} shows. */
final class DocumentedUse {

  private DocumentedUse() {}

  static void list(String address, Path tokenFile, PrintStream out) {
    // tag::list
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(address)) // https://abc12345.live.dynatrace.com
            .credentials(Credentials.tokenFile(tokenFile))
            .build()) {
      client.tokens().require(Set.of(TokenScope.SETTINGS_READ));
      SchemaId schema = SchemaId.of("builtin:logmonitoring.log-storage-settings");
      client.settings().list(SettingsQuery.ofSchema(schema)).forEach(out::println);
    }
    // end::list
  }

  // tag::class
  record LogRule(
      boolean enabled,
      @JsonProperty("config-item-title") String title,
      @JsonProperty("send-to-storage") boolean include,
      List<Object> matchers) {}

  // end::class

  static void write(DynatraceClient client) {
    // tag::write
    SettingsClient settings = client.settings();
    SettingsObjectId id =
        settings.create(
            NewSettingsObject.builder()
                .schemaId(SchemaId.of("builtin:logmonitoring.log-storage-settings"))
                .scope(SettingsScope.ENVIRONMENT)
                .externalId(ExternalId.of("my-tool:rule-1")) // makes retries safe
                .value(new LogRule(true, "Rule 1", true, List.of()))
                .build());

    TypedSettingsObject<LogRule> rule = settings.get(id, LogRule.class);
    settings.update(
        SettingsUpdate.of(rule.object()) // fails if the object has changed since
            .withValue(new LogRule(false, rule.value().title(), true, rule.value().matchers())));
    // end::write
  }

  static void queries(DynatraceClient client) {
    // tag::queries
    DqlQuery query =
        DqlQuery.builder()
            .text("fetch logs | summarize count = count(), by: {k8s.namespace.name} | limit 10000")
            .scanLimitGiB(20) // reading logs is charged by scanned bytes
            .start(Instant.now().minusSeconds(300))
            .end(Instant.now())
            .timeout(Duration.ofMinutes(2))
            .build();
    QueryResult result = client.queries().execute(query); // an interrupt cancels it on the service
    if (!result.metadata().isComplete()) {
      throw new IllegalStateException("incomplete: " + result.metadata().notifications());
    }
    for (QueryRecord record : result.records()) {
      System.out.println(record.text("k8s.namespace.name") + " " + record.number("count"));
    }
    // end::queries
  }

  static String failures(DynatraceClient client, List<NewSettingsObject> objects) {
    // tag::failures
    try {
      BatchResult result = client.settings().create(objects);
      return result.isSuccess() ? "all written" : "rejected: " + result;
    } catch (OutcomeUnknownException e) {
      return "read the objects before another attempt: " + e.getMessage();
    } catch (DynatraceException e) {
      return "nothing was written: " + e.getMessage();
    }
    // end::failures
  }

  static DynatraceClient.Builder networks(Path caFile, Path certificateFile, Path keyFile) {
    // tag::networks
    Map<String, String> variables = System.getenv();
    DynatraceClient.Builder builder = DynatraceClient.builder();
    ProxySettings.fromEnvironment(variables).ifPresent(builder::proxies); // HTTPS_PROXY, NO_PROXY
    builder.tls(
        TlsSettings.builder()
            .trustEnvironment(variables) // SSL_CERT_FILE
            .trustCertificates(caFile) // PEM, in addition to the authorities of Java
            .clientCertificate(certificateFile, keyFile) // PEM; PKCS#12 is possible, too
            .build());
    // end::networks
    return builder;
  }
}

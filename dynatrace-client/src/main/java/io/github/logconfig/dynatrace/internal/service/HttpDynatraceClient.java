package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.TokensClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.Waiting;
import io.github.logconfig.dynatrace.entities.EntitiesClient;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
import io.github.logconfig.dynatrace.query.QueriesClient;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.dynatrace.settings.SchemasClient;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import java.time.Instant;
import java.util.Optional;

/** The client that sends requests. */
public final class HttpDynatraceClient implements DynatraceClient {

  private final BaseUrl baseUrl;
  private final HttpTransport transport;
  private final SettingsClient settings;
  private final SchemasClient schemas;
  private final EntitiesClient entities;
  private final TokensClient tokens;
  private final QueriesClient queries;

  public HttpDynatraceClient(
      BaseUrl baseUrl, HttpTransport transport, int maxObjectsPerRequest, ScanBudget scanBudget) {
    Exchange exchange = new Exchange(transport);
    this.baseUrl = baseUrl;
    this.transport = transport;
    this.settings = new HttpSettingsClient(exchange, maxObjectsPerRequest, null);
    this.schemas = new HttpSchemasClient(exchange);
    this.entities = new HttpEntitiesClient(exchange);
    this.tokens = new HttpTokensClient(exchange);
    this.queries = new HttpQueriesClient(exchange, scanBudget);
  }

  @Override
  public BaseUrl baseUrl() {
    return baseUrl;
  }

  @Override
  public SettingsClient settings() {
    return settings;
  }

  @Override
  public SchemasClient schemas() {
    return schemas;
  }

  @Override
  public EntitiesClient entities() {
    return entities;
  }

  @Override
  public TokensClient tokens() {
    return tokens;
  }

  @Override
  public QueriesClient queries() {
    return queries;
  }

  @Override
  public Optional<Instant> serverTime() {
    return transport.serverTime();
  }

  @Override
  public Optional<Waiting> waiting() {
    return transport.waiting();
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "DynatraceClient[" + baseUrl + "]";
  }
}

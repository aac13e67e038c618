package io.github.logconfig.dynatrace.internal.http;

/** The connections of one client, for its requests and for those that fetch its access token. */
public final class SharedConnections {

  private final HttpConnections connections;
  private final Redactor redactor = new Redactor();

  public SharedConnections(ConnectionSettings settings) {
    connections = new HttpConnections(settings);
  }

  HttpConnections connections() {
    return connections;
  }

  public Redactor redactor() {
    return redactor;
  }
}

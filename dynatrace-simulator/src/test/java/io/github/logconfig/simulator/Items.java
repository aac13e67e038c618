package io.github.logconfig.simulator;

import io.github.logconfig.simulator.internal.settings.SettingsSchemas;

/** Log rules as requests carry them. */
final class Items {

  static final String SCOPE = "HOST_GROUP-0E489369D663A4BF";

  private Items() {}

  /** One item to create; {@code more} are further members of it. */
  static String item(String title, String more) {
    return "{\"schemaId\":\""
        + SettingsSchemas.LOG_RULES
        + "\",\"scope\":\""
        + SCOPE
        + "\","
        + (more.isEmpty() ? "" : more + ",")
        + "\"value\":"
        + value(title, "a")
        + "}";
  }

  /** A rule that takes in one namespace. */
  static String value(String title, String namespace) {
    return "{\"enabled\":true,\"config-item-title\":\""
        + title
        + "\",\"send-to-storage\":true,\"matchers\":[{\"attribute\":\"k8s.namespace.name\","
        + "\"operator\":\"MATCHES\",\"values\":[\""
        + namespace
        + "\"]}]}";
  }
}

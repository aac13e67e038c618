package io.github.logconfig.simulator.internal.entities;

/** A tag of an entity; the value is empty if there is none. */
public record EntityTag(String context, String key, String value) {

  private static final String DEFAULT_CONTEXT = "CONTEXTLESS";

  /** Reads {@code key}, {@code key:value} or {@code [context]key:value}. */
  public static EntityTag parse(String text) {
    String context = DEFAULT_CONTEXT;
    String rest = text;
    int end = text.indexOf(']');
    if (text.startsWith("[") && end > 0) {
      context = text.substring(1, end);
      rest = text.substring(end + 1);
    }
    int colon = rest.indexOf(':');
    return colon < 0
        ? new EntityTag(context, rest, "")
        : new EntityTag(context, rest.substring(0, colon), rest.substring(colon + 1));
  }

  /** Whether this is the tag that a selector asks for; without a value any value will do. */
  boolean matches(EntityTag asked) {
    return context.equalsIgnoreCase(asked.context)
        && key.equals(asked.key)
        && (asked.value.isEmpty() || asked.value.equals(value));
  }

  public String text() {
    String head = context.equals(DEFAULT_CONTEXT) ? "" : "[" + context + "]";
    return head + key + (value.isEmpty() ? "" : ":" + value);
  }
}

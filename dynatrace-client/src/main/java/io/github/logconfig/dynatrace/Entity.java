package io.github.logconfig.dynatrace;

/**
 * A monitored entity.
 *
 * @param entityId its id: the type, a hyphen, and 16 upper-case hex digits
 * @param displayName its name; empty if the service told none
 * @since 0.1.0
 */
public record Entity(String entityId, String displayName) {}

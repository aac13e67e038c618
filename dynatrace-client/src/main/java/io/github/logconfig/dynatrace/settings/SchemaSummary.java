package io.github.logconfig.dynatrace.settings;

import java.util.Optional;

/**
 * A schema in the list of schemas.
 *
 * @param schemaId its id
 * @param displayName its name; empty if there is none
 * @param latestVersion its newest version, if known
 * @param multiObject whether there can be several objects in one scope
 * @param ordered whether the order of objects counts
 * @since 0.1.0
 */
public record SchemaSummary(
    SchemaId schemaId,
    String displayName,
    Optional<String> latestVersion,
    boolean multiObject,
    boolean ordered) {}

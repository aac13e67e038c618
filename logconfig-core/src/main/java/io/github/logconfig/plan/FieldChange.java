package io.github.logconfig.plan;

/**
 * A field of a rule that gets another value. Namespaces are not told here but one by one in the
 * step.
 *
 * @param field the field's name in the service, for example {@code enabled}
 * @param before its value now, as a text for people
 * @param after its value after the step, as a text for people
 * @since 0.1.0
 */
public record FieldChange(String field, String before, String after) {}

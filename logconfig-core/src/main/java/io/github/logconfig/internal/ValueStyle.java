package io.github.logconfig.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * Generates the values of a package: callers see an interface and its builder, and nothing of the
 * generator. The annotation stays in the source, so that compiling against the package does not
 * need the generator's annotations.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    allowedClasspathAnnotations = Override.class,
    depluralize = true)
public @interface ValueStyle {}

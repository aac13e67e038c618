package io.github.logconfig.dynatrace;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * Style of the generated value types of this package and its sub-packages: the interface and its
 * builder are public, the implementation is hidden. Retained in source only, so that users do not
 * need the annotations of the generator.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    allowedClasspathAnnotations = Override.class,
    depluralize = true)
@interface ValueStyle {}

/**
 * Spring Boot auto-configuration: a client per environment, a reconciler, health, metrics and an
 * optional loop. One jar for Spring Boot 3.4 and newer, and for Spring Boot 4.
 */
@NullMarked
package io.github.logconfig.spring;

import org.jspecify.annotations.NullMarked;

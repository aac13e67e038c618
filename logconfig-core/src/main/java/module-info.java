/**
 * Log ingest rules as values: what they mean, what has to change, and how that is shown to a
 * person.
 *
 * <p>Pure Java: no input or output, no clock, no logging, and nothing but the JDK at run time.
 */
module io.github.logconfig.core {
  requires static org.immutables.value.annotations;
  requires static org.jspecify;

  exports io.github.logconfig.arrival;
  exports io.github.logconfig.evaluate;
  exports io.github.logconfig.inventory;
  exports io.github.logconfig.model;
  exports io.github.logconfig.plan;
  exports io.github.logconfig.render;
  exports io.github.logconfig.rule;
}

/** Needs nothing but the planner. */
module consumer {
  requires io.github.logconfig.core;

  exports consumer;
}

package io.github.logconfig.cli;

/** How a plan is written to standard output; markdown is for a merge request. */
enum PlanFormat {
  text,
  json,
  markdown
}

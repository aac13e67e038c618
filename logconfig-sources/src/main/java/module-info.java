/** Desired state from YAML files and app-interface data. */
@SuppressWarnings("module") // the modules of the qualified export depend on this one
module io.github.logconfig.source {
  requires transitive io.github.logconfig.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.toml;
  requires java.net.http;
  requires org.snakeyaml.engine;
  requires static org.jspecify;

  exports io.github.logconfig.source;
  // strict YAML with locations; not an API
  exports io.github.logconfig.source.internal.yaml to
      io.github.logconfig.cli,
      io.github.logconfig.kubernetes;
  // one home for what all sources need; not an API
  exports io.github.logconfig.source.internal.proxy to
      io.github.logconfig.kubernetes;

  uses io.github.logconfig.source.DesiredStateSourceProvider;
}

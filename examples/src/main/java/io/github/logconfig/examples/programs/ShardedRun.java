package io.github.logconfig.examples.programs;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.Shard;
import java.util.Map;
import java.util.function.Function;

/** Applies the share of one of several processes, for example the pods of an Indexed Job. */
final class ShardedRun {

  private ShardedRun() {}

  static ApplyReport apply(
      DesiredState all, Function<Environment, DynatraceClient> clients, Map<String, String> env) {
    Shard shard =
        new Shard(
            Integer.parseInt(env.get("JOB_COMPLETION_INDEX")), Integer.parseInt(env.get("SHARDS")));
    DesiredState share = shard.of(all);
    Reconciler.Builder reconciler = Reconciler.builder();
    share.environments().forEach(it -> reconciler.client(it, clients.apply(it)));
    return reconciler.build().apply(share);
  }
}

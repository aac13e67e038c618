package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.BatchResult;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.ExternalId;
import io.github.logconfig.dynatrace.NewSettingsObject;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.ServerErrorException;
import io.github.logconfig.dynatrace.SettingsObject;
import io.github.logconfig.dynatrace.SettingsQuery;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.observe.LogRuleJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Posts rules of many clusters in as few requests as they fit into. Requests about different scopes
 * go out side by side; if a scope's rules are spread over two requests, these go one after the
 * other. Every rule succeeds or fails for itself.
 */
public final class BatchWriter {

  private final DynatraceClient client;
  private final Workers workers;

  /** A rule to be posted, and the step and cluster that it is for. */
  record Post(ClusterProgress cluster, PlanStep step, NewSettingsObject object) {}

  BatchWriter(DynatraceClient client, Workers workers) {
    this.client = client;
    this.workers = workers;
  }

  /** The work of posting, in parts that can be done side by side; each part writes in its order. */
  List<Runnable> parts(List<Post> posts) {
    List<List<List<Post>>> parts = new ArrayList<>();
    Post last = null;
    int from = 0;
    for (List<NewSettingsObject> request :
        client.settings().requestsFor(posts.stream().map(Post::object).toList())) {
      List<Post> ofRequest = posts.subList(from, from + request.size());
      boolean sameScope =
          last != null && last.object().scope().equals(ofRequest.get(0).object().scope());
      if (!sameScope) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(ofRequest);
      from += request.size();
      last = posts.get(from - 1);
    }
    return parts.stream().map(part -> (Runnable) () -> part.forEach(this::send)).toList();
  }

  /** Posts what fits into one request, unless the run is cancelled. */
  void send(List<Post> posts) {
    if (workers.isCancelled()) {
      return;
    }
    try {
      BatchResult results = client.settings().create(posts.stream().map(Post::object).toList());
      for (int i = 0; i < posts.size(); i++) {
        report(posts.get(i), results.items().get(i));
      }
    } catch (DynatraceException e) {
      Set<String> there = mayHaveBeenWritten(e) ? written(posts) : Set.of();
      for (Post post : posts) {
        if (there.contains(id(post))) {
          post.cluster().done(post.step());
        } else {
          post.cluster().failed(post.step(), Failure.of(e));
        }
      }
    }
  }

  private static void report(Post post, BatchResult.Item item) {
    if (item.failure().isPresent()) {
      post.cluster().failed(post.step(), Failure.of(item.failure().get()));
    } else if (item.error().isPresent()) {
      post.cluster().failed(post.step(), Failure.of(item.error().get()));
    } else {
      post.cluster().done(post.step());
    }
  }

  private static boolean mayHaveBeenWritten(DynatraceException failure) {
    return failure instanceof OutcomeUnknownException
        || failure instanceof DynatraceResponseException
        || failure instanceof DynatraceTransportException
        || failure instanceof ServerErrorException;
  }

  /** The external ids of those that stand as they were sent; none if they cannot be read. */
  private Set<String> written(List<Post> posts) {
    SettingsQuery.Builder query = SettingsQuery.builder();
    query.addSchemaId(StepRequests.SCHEMA);
    posts.forEach(post -> query.addExternalId(new ExternalId(id(post))));
    try {
      List<SettingsObject> found = client.settings().list(query.build()).toList();
      return posts.stream()
          .filter(post -> found.stream().anyMatch(object -> stands(post, object)))
          .map(BatchWriter::id)
          .collect(Collectors.toSet());
    } catch (DynatraceException unreadable) {
      return Set.of();
    }
  }

  private static boolean stands(Post post, SettingsObject object) {
    return object.externalId().equals(post.object().externalId())
        && object.scope().filter(post.object().scope()::equals).isPresent()
        && object
            .value()
            .filter(
                value -> LogRuleJson.read(value).equals(LogRuleJson.read(post.object().value())))
            .isPresent();
  }

  private static String id(Post post) {
    return post.step().identity().externalId().value();
  }
}

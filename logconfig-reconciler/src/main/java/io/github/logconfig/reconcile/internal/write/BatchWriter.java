package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import io.github.logconfig.dynatrace.DynatraceTransportException;
import io.github.logconfig.dynatrace.OutcomeUnknownException;
import io.github.logconfig.dynatrace.ServerErrorException;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Posts the rules of many clusters in as few requests as possible. Requests of different scopes are
 * sent concurrently; requests of the same scope are sent one after the other. Every rule succeeds
 * or fails independently.
 */
final class BatchWriter {

  private final DynatraceClient client;
  private final Workers workers;

  /** A rule to be posted, and the step and cluster that it is for. */
  record Post(ClusterProgress cluster, PlanStep step, NewSettingsObject object) {}

  BatchWriter(DynatraceClient client, Workers workers) {
    this.client = client;
    this.workers = workers;
  }

  /** Returns tasks that can run concurrently; each of them sends its requests in order. */
  List<Runnable> parts(List<Post> posts) {
    List<List<List<Post>>> parts = new ArrayList<>();
    Post last = null;
    int most = client.settings().maxObjectsPerRequest();
    for (int from = 0; from < posts.size(); from += most) {
      List<Post> ofRequest = posts.subList(from, Math.min(posts.size(), from + most));
      boolean sameScope =
          last != null && last.object().scope().equals(ofRequest.get(0).object().scope());
      if (!sameScope) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(ofRequest);
      last = ofRequest.get(ofRequest.size() - 1);
    }
    return parts.stream().map(part -> (Runnable) () -> part.forEach(this::send)).toList();
  }

  /** Sends one request, unless the run is cancelled. */
  void send(List<Post> posts) {
    if (workers.isCancelled()) {
      return;
    }
    try {
      List<BatchResult.Item> items =
          client.settings().create(posts.stream().map(Post::object).toList()).items();
      Map<DynatraceException, List<Post>> failed = new LinkedHashMap<>();
      for (int i = 0; i < posts.size(); i++) {
        Post post = posts.get(i);
        BatchResult.Item item = items.get(i);
        item.failure()
            .ifPresentOrElse(
                failure -> failed.computeIfAbsent(failure, it -> new ArrayList<>()).add(post),
                () -> report(post, item));
      }
      failed.forEach(this::reportFailed);
    } catch (DynatraceException e) {
      reportFailed(e, posts);
    }
  }

  private void reportFailed(DynatraceException failure, List<Post> posts) {
    Set<String> there = mayHaveBeenWritten(failure) ? written(posts) : Set.of();
    for (Post post : posts) {
      if (there.contains(id(post))) {
        post.cluster().done(post.step());
      } else {
        post.cluster().failed(post.step(), Failure.of(failure));
      }
    }
  }

  private static void report(Post post, BatchResult.Item item) {
    if (item.error().isPresent()) {
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

  /** Returns the external ids of rules that exist as posted; empty if they cannot be read. */
  private Set<String> written(List<Post> posts) {
    SettingsQuery.Builder query = SettingsQuery.builder();
    query.addSchemaId(RuleMapper.SCHEMA);
    posts.forEach(post -> query.addExternalId(new ExternalId(id(post))));
    try {
      List<SettingsObject> found = client.settings().list(query.build()).toList();
      return posts.stream()
          .filter(post -> found.stream().anyMatch(object -> isWritten(post, object)))
          .map(BatchWriter::id)
          .collect(Collectors.toSet());
    } catch (DynatraceException unreadable) {
      return Set.of();
    }
  }

  private static boolean isWritten(Post post, SettingsObject object) {
    return object.externalId().equals(post.object().externalId())
        && object.scope().filter(post.object().scope()::equals).isPresent()
        && object
            .value()
            .filter(value -> RuleMapper.read(value).equals(RuleMapper.read(post.object().value())))
            .isPresent();
  }

  private static String id(Post post) {
    return post.step().identity().externalId().value();
  }
}

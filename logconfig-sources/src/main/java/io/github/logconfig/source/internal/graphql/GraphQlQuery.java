package io.github.logconfig.source.internal.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.source.internal.appinterface.AppInterfaceSchema;
import io.github.logconfig.source.internal.yaml.ClusterTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The query for environments, clusters and namespaces. Schemas differ between installations, and a
 * server rejects a query with an unknown field, so there are several forms.
 */
public final class GraphQlQuery {

  private static final String ENVIRONMENTS = "dynatrace_environment_v1";
  private static final String CLUSTERS = "clusters_v1";

  private static final List<String> TARGET_FIELDS =
      List.of(ClusterTarget.TARGET, ClusterTarget.KUBERNETES_CLUSTER);

  private static final List<String> USUAL_FIELDS =
      List.of("labels", "dynatraceEnvironment", "disable");

  /** Asks for clusters with their namespaces, to include clusters without any opt-in. */
  public static final String USUAL = of(USUAL_FIELDS, List.of("delete"));

  /** Asks for the fields of clusters as well, because only some servers have a target. */
  public static final String USUAL_AND_FIELDS =
      USUAL.replaceFirst("\\{", "{ clusterType: __type(name: \"Cluster_v1\") { fields { name } }");

  public static final String ORIGINAL =
      of(List.of("labels", "dynatrace", "disable"), List.of("delete"));

  /** Asks for the fields of the schema. */
  public static final String FIELDS =
      "{ root: __schema { queryType { fields { name } } }"
          + " cluster: __type(name: \"Cluster_v1\") { fields { name } }"
          + " namespace: __type(name: \"Namespace_v1\") { fields { name } } }";

  private GraphQlQuery() {}

  /** Returns whether a response reports an unknown field. */
  public static boolean hasUnknownField(JsonNode answer) {
    for (JsonNode error : answer.path("errors")) {
      if (error.at("/extensions/code").asText().equals("GRAPHQL_VALIDATION_FAILED")
          || error.path("message").asText().startsWith("Cannot query field")) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a server answers only queries about data. */
  public static boolean refusesIntrospection(JsonNode answer) {
    for (JsonNode error : answer.path("errors")) {
      if (error.path("message").asText().toLowerCase(Locale.ROOT).contains("introspection")) {
        return true;
      }
    }
    return false;
  }

  /** Returns the query with the target of clusters, if the server has one. */
  public static Optional<String> withTarget(JsonNode answer) {
    List<String> target = new ArrayList<>(TARGET_FIELDS);
    target.retainAll(names(answer.at("/data/clusterType/fields")));
    if (target.isEmpty()) {
      return Optional.empty();
    }
    target.addAll(0, USUAL_FIELDS);
    return Optional.of(of(target, List.of("delete")));
  }

  /** Returns the query for a server with these fields; empty if a required field is missing. */
  public static Optional<String> fitting(JsonNode fields) {
    Set<String> root = names(fields.at("/data/root/queryType/fields"));
    Set<String> cluster = names(fields.at("/data/cluster/fields"));
    Set<String> namespace = names(fields.at("/data/namespace/fields"));
    if (!root.containsAll(Set.of(ENVIRONMENTS, CLUSTERS))
        || !cluster.containsAll(Set.of("path", "name", "namespaces"))
        || AppInterfaceSchema.ENVIRONMENT_REFERENCES.stream().noneMatch(cluster::contains)
        || !namespace.containsAll(Set.of("path", "name", AppInterfaceSchema.OPT_IN))) {
      return Optional.empty();
    }
    List<String> clusterFields = new ArrayList<>(AppInterfaceSchema.ENVIRONMENT_REFERENCES);
    clusterFields.addAll(List.of("labels", "disable"));
    clusterFields.addAll(TARGET_FIELDS);
    clusterFields.retainAll(cluster);
    return Optional.of(
        of(clusterFields, namespace.contains("delete") ? List.of("delete") : List.of()));
  }

  private static String of(List<String> clusterFields, List<String> namespaceFields) {
    StringBuilder query = new StringBuilder("{ environments: " + ENVIRONMENTS);
    query.append(" { path name environmentUrl } clusters: " + CLUSTERS + " { path name");
    for (String field : clusterFields) {
      query.append(' ').append(field);
      if (AppInterfaceSchema.ENVIRONMENT_REFERENCES.contains(field)) {
        query.append(" { path }");
      } else if (field.equals("disable")) {
        query.append(" { integrations }");
      } else if (field.equals(ClusterTarget.KUBERNETES_CLUSTER)) {
        query.append(" { uid name }");
      }
    }
    query.append(" namespaces { path name ").append(AppInterfaceSchema.OPT_IN);
    namespaceFields.forEach(field -> query.append(' ').append(field));
    return query.append(" } } }").toString();
  }

  private static Set<String> names(JsonNode fields) {
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.path("name").asText()));
    return names;
  }
}

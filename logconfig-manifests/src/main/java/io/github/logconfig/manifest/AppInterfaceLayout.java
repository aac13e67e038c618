package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that app-interface keeps instead of the manifests of each cluster: resources, templates in
 * Jinja, the GraphQL query of the templates, and the shared-resource files that refer to them.
 *
 * <p>The platform renders a template for each cluster whose namespace includes the shared
 * resources, and renders it again when the desired state changes. The files do not depend on the
 * desired state. The name of the job ends in a hash of the desired state and of the job itself.
 *
 * <p>Objects are those of {@link ClusterManifests}, rendered for a sample cluster whose values are
 * then replaced by expressions. The namespace is left out: app-interface creates namespaces itself.
 * The template of a cluster that disables the integration suspends its job.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param manifests the objects; without a loop
 * @param integration name by which a cluster disables logconfig in {@code disable.integrations}
 * @since 0.1.0
 */
public record AppInterfaceLayout(ClusterManifests manifests, String integration) {

  private static final String FOLDER = "/setup/dynatrace/";
  private static final String JOB_GROUP = "30-log-config";
  private static final String QUERY = FOLDER + "log-config.graphql";
  private static final String SHARED_RESOURCES = "data/services/dynatrace/shared-resources/";

  private static final String CLUSTER = "name-of-the-cluster-that-this-template-is-rendered-for";

  private static final String ENVIRONMENT = "name-of-the-environment";
  private static final String URL = "https://url-of-the-environment.live.dynatrace.com";
  private static final String NAMESPACE = "name-of-a-namespace";
  private static final String UID = "00000000-0000-0000-0000-000000000000";

  /** Longer than the name of a DynaKube: it becomes an annotation. */
  private static final String LABEL = "display-name-of-the-kubernetes-cluster-in-dynatrace";

  private static final DesiredCluster SAMPLE =
      DesiredCluster.builder()
          .name(new ClusterName(CLUSTER))
          .environment(Environment.of(ENVIRONMENT, URL))
          .addNamespaces(new NamespaceName(NAMESPACE))
          .target(Target.KUBERNETES_CLUSTER)
          .kubernetesClusterUid(new KubernetesClusterUid(UID))
          .kubernetesClusterName(LABEL)
          .build();

  private static final Map<String, String> EXPRESSIONS =
      Map.of(
          quoted(CLUSTER), "{{ cluster.name | tojson }}",
          quoted(LABEL), "{{ identity.get('name', cluster.name) | tojson }}",
          quoted(Target.KUBERNETES_CLUSTER.label()), "{{ target | tojson }}",
          quoted(ENVIRONMENT), "{{ environment.name | tojson }}",
          quoted(URL), "{{ environment.environmentUrl | tojson }}",
          quoted(URL + "/api"), "{{ api_url | tojson }}");

  private static final Pattern NAMESPACE_ITEM =
      Pattern.compile("(?m)^( *)- " + quoted(NAMESPACE) + "$");
  private static final Pattern IDENTITY =
      Pattern.compile(
          "(?m)^( *)kubernetesCluster:\n +name: "
              + quoted(LABEL)
              + "\n +uid: "
              + quoted(UID)
              + "$");
  private static final Pattern INTEGRATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /**
   * Validates the layout.
   *
   * @throws InvalidValueException if there is a loop, or the name of the integration is invalid
   */
  public AppInterfaceLayout {
    if (manifests.loop().isPresent()) {
      throw new InvalidValueException(
          "layout", "app-interface", "no loop: it runs in one cluster, and templates in each");
    }
    KubernetesNames.require(
        INTEGRATION, "integration", integration, "1 to 63 lower-case letters, digits or '-'");
  }

  /**
   * Returns the files by path from the root of the repository.
   *
   * @param patch applied to all objects of the sample cluster before they become templates; returns
   *     as many objects in the same order
   * @throws InvalidValueException if a name is too long or otherwise invalid in Kubernetes
   */
  public SortedMap<String, String> files(UnaryOperator<List<HasMetadata>> patch) {
    SortedMap<String, List<HasMetadata>> groups = manifests.objects(SAMPLE);
    Iterator<HasMetadata> patched =
        patch.apply(groups.values().stream().flatMap(List::stream).toList()).iterator();
    groups.replaceAll((group, objects) -> objects.stream().map(it -> patched.next()).toList());
    // a running job cannot be changed, so any change of it needs another name
    String job = LogConfigJob.digest(ManifestYaml.of(groups.getOrDefault(JOB_GROUP, List.of())));
    SortedMap<String, String> files = new TreeMap<>();
    Map<String, List<String>> shared = new LinkedHashMap<>();
    groups.forEach(
        (group, objects) -> {
          String prefix = group.substring(0, group.indexOf('-') + 1);
          List<String> references =
              shared.computeIfAbsent(sharedResourcesOf(group), name -> new ArrayList<>());
          for (HasMetadata object : objects) {
            if (!(object instanceof Namespace)) {
              File file = file(prefix, object, job);
              files.put("resources" + file.path(), file.text());
              references.add(file.reference());
            }
          }
        });
    files.put("resources" + QUERY, resource("log-config.graphql"));
    files.put("qontract-schemas.patch", resource("qontract-schemas.patch"));
    shared.forEach(
        (name, references) ->
            files.put(SHARED_RESOURCES + name + ".yml", sharedResources(name, references)));
    return files;
  }

  /** A file below {@code resources}, and the entry of the shared resources that refers to it. */
  private record File(String path, String text, String reference) {}

  private File file(String prefix, HasMetadata object, String job) {
    String path = FOLDER + prefix + object.getKind().toLowerCase(Locale.ROOT) + ".yaml";
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    if (annotations != null) {
      // of the sample cluster
      annotations.remove("logconfig.io/fingerprint");
    }
    String yaml = ManifestYaml.write(object);
    if (object.getKind().equals("PrometheusRule")) {
      return new File(
          path,
          "---\n$schema: /openshift/prometheus-rule-1.yml\n" + yaml,
          "- provider: prometheus-rule\n  type: resource\n  path: " + path + "\n");
    }
    if (!yaml.contains(CLUSTER) && !yaml.contains(LABEL)) {
      return new File(path, "---\n" + yaml, "- provider: resource\n  path: " + path + "\n");
    }
    path += ".j2";
    return new File(
        path,
        template(yaml, job),
        "- provider: resource-template\n  type: jinja2\n  path: "
            + path
            + "\n  enable_query_support: true\n");
  }

  private String template(String yaml, String job) {
    String text = yaml.replaceAll("\\{[{%#]", "{{ '$0' }}");
    text =
        IDENTITY
            .matcher(text)
            .replaceAll(
                """
                $1{%- if identity %}
                $1kubernetesCluster: {{ identity | tojson }}
                $1{%- endif %}\
                """);
    for (Map.Entry<String, String> expression : EXPRESSIONS.entrySet()) {
      text = text.replace(expression.getKey(), expression.getValue());
    }
    String jobName = manifests.job().manifests(SAMPLE).get(0).getMetadata().getName();
    text = text.replace(jobName, manifests.job().namePrefix() + "-{{ suffix }}");
    text = eachNamespace(text);
    if (text.contains("\nkind: \"Job\"\n") || text.contains("\nkind: \"CronJob\"\n")) {
      text = text.replace("\nspec:\n", "\nspec:\n  suspend: {{ suspended | tojson }}\n");
    }
    return resource("variables.j2")
            .replace("@QUERY@", QUERY)
            .replace("@INTEGRATION@", integration)
            .replace("@TEMPLATE@", job)
        + "---\n"
        + text;
  }

  /** Replaces the list item of the sample's namespace by a loop. */
  private String eachNamespace(String text) {
    Matcher item = NAMESPACE_ITEM.matcher(text);
    return item.replaceAll(
        it -> {
          String indent = it.group(1);
          // a matcher of a DynaKube needs a value, and the operator's own namespace is harmless
          String none =
              text.contains("\nkind: \"DynaKube\"\n")
                  ? indent + "- " + quoted(manifests.job().namespace())
                  : indent + "  []";
          return Matcher.quoteReplacement(
              indent
                  + "{%- for namespace in namespaces %}\n"
                  + indent
                  + "- {{ namespace | tojson }}\n"
                  + indent
                  + "{%- else %}\n"
                  + none
                  + "\n"
                  + indent
                  + "{%- endfor %}");
        });
  }

  private static String sharedResourcesOf(String group) {
    return group.startsWith("1") || group.startsWith("2")
        ? "dynatrace-operator"
        : "dynatrace-log-config";
  }

  private static String sharedResources(String name, List<String> references) {
    return """
    ---
    $schema: /openshift/shared-resources-1.yml
    labels: {}
    name: %s
    description: %s
    openshiftResources:
    """
            .formatted(
                name,
                name.equals("dynatrace-operator")
                    ? "Dynatrace Operator and its DynaKube"
                    : "Job for the log ingest rules of the cluster, with its alerts")
        + String.join("", references);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            AppInterfaceLayout.class.getResourceAsStream("app-interface/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

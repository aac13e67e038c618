package io.github.logconfig.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Patches of rendered objects, with the semantics of Kustomize's strategic merge. They add what a
 * cluster needs beyond the options: tolerations, resources, a proxy, pull secrets.
 *
 * <p>A patch is a YAML document with the {@code kind} of an object and the fields to change.
 * Without {@code metadata.name} it applies to all objects of the kind; {@code apiVersion} and
 * {@code metadata.namespace} restrict it, too. Later patches see the result of earlier ones.
 *
 * <p>The result is validated: built-in kinds by their fields and types, the {@code DynaKube} by the
 * schema of its release.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ManifestPatches {

  /** No patches. */
  public static final ManifestPatches NONE = new ManifestPatches(List.of(), OperatorRelease.NEWEST);

  private static final int MOST_ALIASES = 1_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads typed objects. Fabric8's models keep unknown fields; here they are problems. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              })
          .build();

  private final List<Patch> patches;
  private final OperatorRelease release;

  private ManifestPatches(List<Patch> patches, OperatorRelease release) {
    this.patches = List.copyOf(patches);
    this.release = release;
  }

  /** One document of the file, counted from 1. */
  private record Patch(int number, ObjectNode content) {

    boolean matches(HasMetadata object) {
      return equalIfGiven(content.path("kind"), object.getKind())
          && equalIfGiven(content.path("apiVersion"), object.getApiVersion())
          && equalIfGiven(content.at("/metadata/name"), object.getMetadata().getName())
          && equalIfGiven(content.at("/metadata/namespace"), object.getMetadata().getNamespace());
    }

    private static boolean equalIfGiven(JsonNode required, @Nullable String actual) {
      return required.isMissingNode() || required.asText().equals(actual);
    }

    String describe() {
      String name = content.at("/metadata/name").asText();
      return "patch "
          + number
          + " ("
          + content.path("kind").asText()
          + (name.isEmpty() ? "" : " " + name)
          + ")";
    }

    ConfigValidationException invalid(List<Violation> violations) {
      return new ConfigValidationException(
          violations.stream()
              .map(
                  violation ->
                      new Violation(describe() + ": " + violation.path(), violation.message()))
              .toList());
    }
  }

  /**
   * Parses patches.
   *
   * @param yaml YAML documents; empty documents are ignored
   * @param release release of the operator, whose schema a patched {@code DynaKube} must fit
   * @throws ConfigValidationException if the text is not YAML, or a document is not a mapping with
   *     a kind
   */
  public static ManifestPatches parse(String yaml, OperatorRelease release) {
    List<Patch> patches = new ArrayList<>();
    int number = 0;
    for (Object document : documents(yaml)) {
      number++;
      if (document == null) {
        continue;
      }
      JsonNode content = JSON.valueToTree(document);
      if (!content.isObject()
          || !content.path("kind").isTextual()
          || !(content.path("metadata").isMissingNode() || content.path("metadata").isObject())) {
        throw new ConfigValidationException(
            List.of(
                new Violation(
                    "patch " + number,
                    "expected a mapping with the kind of an object and the fields to change")));
      }
      patches.add(new Patch(number, (ObjectNode) content));
    }
    return new ManifestPatches(patches, release);
  }

  private static List<Object> documents(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowDuplicateKeys(false)
            .build();
    List<Object> documents = new ArrayList<>();
    try {
      new Load(settings).loadAllFromString(yaml).forEach(documents::add);
    } catch (YamlEngineException e) {
      throw new ConfigValidationException(
          List.of(
              new Violation(
                  "patch " + (documents.size() + 1),
                  "not YAML: " + Objects.toString(e.getMessage()).replaceAll("\\s+", " "))));
    }
    return documents;
  }

  /**
   * Returns the objects with all patches applied, in the given order.
   *
   * @throws ConfigValidationException if a patch matches no object, does not have the structure of
   *     its object, or leads to an invalid object; names the patch and the path of the field
   */
  public List<HasMetadata> apply(Collection<? extends HasMetadata> objects) {
    List<HasMetadata> patched = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    for (HasMetadata object : objects) {
      HasMetadata result = object;
      for (Patch patch : patches) {
        if (patch.matches(object)) {
          result = apply(patch, result);
          used.add(patch.number());
        }
      }
      patched.add(result);
    }
    requireAllUsed(used, objects);
    return patched;
  }

  private void requireAllUsed(Set<Integer> used, Collection<? extends HasMetadata> objects) {
    List<Violation> unused =
        patches.stream()
            .filter(patch -> !used.contains(patch.number()))
            .map(
                patch ->
                    new Violation(
                        patch.describe(),
                        "no rendered object matches; rendered are "
                            + objects.stream()
                                .map(ManifestPatches::describe)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .stream()
                                .collect(Collectors.joining(", "))))
            .toList();
    if (!unused.isEmpty()) {
      throw new ConfigValidationException(unused);
    }
  }

  private static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private HasMetadata apply(Patch patch, HasMetadata object) {
    boolean custom = object instanceof GenericKubernetesResource;
    ObjectNode merged;
    try {
      merged = StrategicMerge.merge(JSON.valueToTree(object), patch.content(), !custom);
    } catch (ConfigValidationException e) {
      throw patch.invalid(e.violations());
    }
    List<Violation> problems = DynaKubeSchema.problemsOf(merged, release);
    if (!problems.isEmpty()) {
      throw patch.invalid(problems);
    }
    try {
      return (custom ? JSON : STRICT).treeToValue(merged, object.getClass());
    } catch (UnrecognizedPropertyException e) {
      throw patch.invalid(
          List.of(
              new Violation(
                  pathOf(e),
                  "not a field; expected one of "
                      + new TreeSet<>(e.getKnownPropertyIds())
                          .stream().map(Object::toString).collect(Collectors.joining(", ")))));
    } catch (JsonMappingException e) {
      throw patch.invalid(List.of(new Violation(pathOf(e), "has an invalid type")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read a Kubernetes object", e);
    }
  }

  private static String pathOf(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}

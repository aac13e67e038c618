package io.github.logconfig.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Writes Kubernetes objects as YAML. Text of one line is quoted, so no name can be read as another
 * type. Text of several lines is a block, so a diff shows which line has changed. Equal objects
 * give equal bytes.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ManifestYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private ManifestYaml() {}

  /** Returns one YAML document per object, each preceded by {@code ---}. */
  public static String of(Collection<? extends HasMetadata> objects) {
    return objects.stream().map(object -> "---\n" + write(object)).collect(Collectors.joining());
  }

  static String write(Object value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a Kubernetes object as YAML", e);
    }
  }
}

package io.github.logconfig.dynatrace.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.mapping.SettingsMapping;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class CreateRequestsTest {

  @Test
  void splitsByCountAndSizeAndKeepsTheOrder() {
    assertThat(CreateRequests.split(objects(250, 10), 100))
        .extracting(CreateRequests.Part::size)
        .containsExactly(100, 100, 50);
    assertThat(CreateRequests.split(objects(5, 400_000), 100))
        .extracting(CreateRequests.Part::size)
        .containsExactly(2, 2, 1);
    assertThat(CreateRequests.split(List.of(), 100)).isEmpty();
  }

  @Test
  void sendsTheSerializedObjects() throws IOException {
    List<NewSettingsObject> objects = objects(3, 10);
    Buffer body = new Buffer();
    CreateRequests.split(objects, 100).get(0).body().writeTo(body);

    assertThat(body.readUtf8())
        .isEqualTo(
            Json.MAPPER.writeValueAsString(objects.stream().map(SettingsMapping::toDto).toList()));
  }

  @Test
  void fillsARequestToItsLimit() throws IOException {
    int frame = bytes(objects(2, 0));
    List<NewSettingsObject> full = List.of(object(0, 500_000), object(1, 500_000 - frame));
    assertThat(bytes(full)).isEqualTo(CreateRequests.MAX_BODY_BYTES);
    assertThat(CreateRequests.split(full, 100)).hasSize(1);
    assertThat(CreateRequests.split(List.of(object(0, 500_000), object(1, 500_001 - frame)), 100))
        .hasSize(2);
  }

  @Test
  void rejectsAnObjectThatIsLargerThanARequest() {
    assertThatThrownBy(() -> CreateRequests.split(objects(1, 1_000_000), 100))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("object 0")
        .hasMessageContaining("key-0");
  }

  private static int bytes(List<NewSettingsObject> objects) throws IOException {
    return (int) CreateRequests.split(objects, 100).get(0).body().contentLength();
  }

  private static List<NewSettingsObject> objects(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> object(i, size)).toList();
  }

  private static NewSettingsObject object(int number, int size) {
    return NewSettingsObject.builder()
        .schemaId(new SchemaId("s"))
        .scope(SettingsScope.ENVIRONMENT)
        .externalId(new ExternalId("key-" + number))
        .value(JsonNodeFactory.instance.objectNode().put("a", "x".repeat(size)))
        .build();
  }
}

package io.github.logconfig.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A unit test of {@link ChangeSetting} with a fake client, without HTTP. */
class FakeClientTest {

  private final List<SettingsUpdate> updates = new ArrayList<>();

  private final SettingsClient settings =
      new SettingsClient() {
        @Override
        public Stream<SettingsObject> list(SettingsQuery query) {
          return Stream.of(
              SettingsObject.builder()
                  .objectId(SettingsObjectId.of("object-1"))
                  .value(JsonNodeFactory.instance.objectNode().put("label", "old"))
                  .build());
        }

        @Override
        public void update(SettingsUpdate update) {
          updates.add(update);
        }
      };

  @Test
  void changesTheLabelOnly() {
    ChangeSetting.rename(settings, "old", "new");
    assertThat(updates)
        .extracting(it -> it.value().toString())
        .containsExactly("{\"label\":\"new\"}");
  }
}

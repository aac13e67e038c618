package io.github.logconfig.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesiredStateSourcesTest {

  @Test
  void opensBuiltInAndAddedSources() {
    assertThat(DesiredStateSources.providers())
        .containsOnlyKeys("file", "data", "bundle", "graphql", "graphql-config", "nothing");
    assertThat(DesiredStateSources.open("file:a.yaml")).isInstanceOf(YamlFileSource.class);
    assertThat(DesiredStateSources.open("data:dir"))
        .isInstanceOf(AppInterfaceDirectorySource.class);
    assertThat(DesiredStateSources.open("bundle:b.json")).isInstanceOf(BundleSource.class);
    assertThat(DesiredStateSources.open("graphql:https://x.example.com/graphql"))
        .isInstanceOf(GraphQlSource.class);
    assertThat(DesiredStateSources.open("graphql-config:config.toml"))
        .isInstanceOf(GraphQlSource.class);
    assertThat(DesiredStateSources.open("nothing:at-all").load().state().clusters()).isEmpty();
  }

  @Test
  void listsTheKindsOfSources() {
    for (String text : List.of("file", ":x", "ftp:x")) {
      assertThatThrownBy(() -> DesiredStateSources.open(text))
          .isInstanceOf(InvalidValueException.class)
          .hasMessage(
              "source \""
                  + text
                  + "\" is not KIND:LOCATION with one of the kinds bundle, data, file, graphql,"
                  + " graphql-config, nothing");
    }
    assertThatThrownBy(() -> DesiredStateSources.open("graphql:ht tp"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> DesiredStateSources.open("file:\0"))
        .isInstanceOf(InvalidValueException.class);
  }

  /** A source of an extension. */
  public static final class Nothing implements DesiredStateSourceProvider {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public DesiredStateSource open(String location) {
      return () -> new LoadedState(DesiredState.builder().build(), List.of());
    }
  }
}

package io.github.logconfig.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.render.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How services find the file of an annotation: by its path from the root of the repository. */
class AnnotationViewTest {

  @TempDir private Path folder;

  @Test
  void pathsStartAtTheRootOfTheRepository() throws IOException {
    Path root = Files.createDirectory(folder.resolve("repository"));
    Files.createDirectory(root.resolve(".git"));
    Path working = Files.createDirectory(root.resolve("config"));

    assertThat(AnnotationView.inRepository(working, "teams/pay.yaml"))
        .isEqualTo("config/teams/pay.yaml");
    assertThat(AnnotationView.inRepository(working, "./teams/../desired.yaml"))
        .isEqualTo("config/desired.yaml");
    assertThat(AnnotationView.inRepository(working, "../desired.yaml")).isEqualTo("desired.yaml");
    assertThat(AnnotationView.inRepository(working, working.resolve("a.yaml").toString()))
        .isEqualTo("config/a.yaml");
    assertThat(AnnotationView.inRepository(working, "../../other/a.yaml"))
        .isEqualTo(folder.resolve("other/a.yaml").toString());
  }

  @Test
  void filesOutsideOfTheRepositoryHaveAnAddress() {
    Path file = folder.resolve("a b.yaml");
    List<Annotation> annotations =
        List.of(
            new Annotation(
                Severity.ERROR,
                "PROBLEM",
                "invalid",
                List.of(SourceLocation.ofFile(file.toString()).atLine(3)),
                List.of()));

    assertThat(annotated(AnnotationView.Format.sarif, annotations))
        .contains("\"file://" + file.toString().replace(" ", "%20") + "\"");
    assertThat(annotated(AnnotationView.Format.github, annotations))
        .startsWith("::error file=" + file + ",line=3,");
  }

  private static String annotated(AnnotationView.Format format, List<Annotation> annotations) {
    return AnnotationView.of(format, "plan", List.of(), annotations);
  }
}
